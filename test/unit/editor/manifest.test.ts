import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandIds } from '../../../src/editor/commandIds';
import { settingDefinitions } from '../../../src/editor/settings';

interface Property {
  readonly type: string;
  readonly scope: string;
  readonly markdownDescription: string;
  readonly enum?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
}

interface Manifest {
  readonly icon: string;
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly category: string }[];
    readonly configuration: readonly { readonly properties: Readonly<Record<string, Property>> }[];
    readonly viewsContainers: { readonly panel: readonly { readonly icon: string }[] };
    readonly walkthroughs: readonly {
      readonly steps: readonly { readonly media: { readonly markdown: string } }[];
    }[];
    readonly keybindings?: unknown;
  };
}

const root = path.resolve(__dirname, '../../..');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
const properties: Readonly<Record<string, Property>> = Object.fromEntries(
  manifest.contributes.configuration.flatMap((group) => Object.entries(group.properties)),
);

describe('settings in the manifest', () => {
  test('are those of the code, no more and no less', () => {
    const declared = Object.values(settingDefinitions).map(({ key }) => `hearth.${key}`);
    expect(Object.keys(properties).sort()).toEqual(declared.sort());
  });

  test.each(Object.values(settingDefinitions))(
    '$key: type, default and limits are those of the code',
    (definition) => {
      const property = properties[`hearth.${definition.key}`];
      const facts = Object.entries(property ?? {}).filter(([name]) =>
        ['type', 'default', 'minimum', 'maximum', 'enum'].includes(name),
      );
      expect(Object.fromEntries(facts)).toEqual(definition.schema);
      expect(definition.parse(definition.schema.default)).toEqual({
        value: definition.schema.default,
        valid: true,
      });
    },
  );

  test.each(Object.entries(properties))('%s says what it does, and where it may be set', (_, property) => {
    expect(property.markdownDescription).toMatch(/^[A-Z].*\.$/s);
    expect(['window', 'machine']).toContain(property.scope);
    expect(property.markdownEnumDescriptions?.length).toBe(property.enum?.length);
  });

  test('a workspace has no say in which file is loaded or how it is run', () => {
    for (const name of manifest.capabilities.untrustedWorkspaces.restrictedConfigurations) {
      expect(properties[name]?.scope).toBe('machine');
    }
    const paths = Object.keys(properties).filter((name) => /path|program|address|url/i.test(name));
    expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toEqual(
      expect.arrayContaining(paths),
    );
  });
});

describe('commands in the manifest', () => {
  test('are those of the code that are not internal', () => {
    const open = Object.values(commandIds).filter((id) => !id.startsWith('hearth.internal.'));
    const contributed = manifest.contributes.commands;
    expect(contributed.map(({ command }) => command).sort()).toEqual(open.sort());
    expect(new Set(contributed.map(({ category }) => category))).toEqual(new Set(['Hearth']));
  });

  test('take no key from the user', () => {
    expect(manifest.contributes.keybindings).toBeUndefined();
  });
});

test('every file that the manifest names is there', () => {
  const { viewsContainers, walkthroughs } = manifest.contributes;
  const files = [
    manifest.icon,
    ...viewsContainers.panel.map(({ icon }) => icon),
    ...walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.markdown)),
  ];
  expect(files.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
});
