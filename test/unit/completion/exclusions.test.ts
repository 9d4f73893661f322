import { describe, expect, test } from 'vitest';
import { Exclusions, pathOfUri } from '../../../src/completion/exclusions';

function newExclusions() {
  const reports: string[] = [];
  return { reports, exclusions: new Exclusions((message) => reports.push(message)) };
}

describe('built-in exclusions', () => {
  test.each([
    '.env',
    '.ENV',
    '.env.local',
    '.env.example',
    '.envrc',
    'prod.env',
    'app/.env.production',
    '/home/u/w/.env',
    'server.pem',
    'SERVER.PEM',
    'tls/server.key',
    'a.p12',
    'a.pfx',
    'a.crt',
    'a.cer',
    'a.der',
    'store.jks',
    'k.ppk',
    'id_rsa',
    'id_rsa.pub',
    'keys/id_ed25519',
    'id_ecdsa_sk',
    '.npmrc',
    '/home/u/.netrc',
    '_netrc',
    '.pypirc',
    '.htpasswd',
    '.pgpass',
    '.git-credentials',
    'vault.kdbx',
    'main.tfvars',
    'prod.auto.tfvars',
    'x.tfvars.json',
    'terraform.tfstate',
    'terraform.tfstate.backup',
    'kubeconfig',
    'dev.kubeconfig',
    'service-account.json',
    'service_account_prod.json',
    'serviceAccountKey.json',
    '/home/u/.aws/config',
    '.ssh/config',
    'c:/Users/u/.gnupg/a.conf',
    '/c:/Users/u/.kube/config',
    '/home/u/.docker/config.json',
    '.ssh/helper.ts',
    'credentials',
    'credentials.json',
    'credentials.yaml',
    'google-credentials.json',
    'Credentials.XML',
    'secrets.json',
    'secret.yaml',
    'config/secrets.toml',
    'my-secrets.yml',
    '.secrets',
    'secrets.md',
    'secrets.sql',
  ])('%s is never read', (path) => {
    expect(newExclusions().exclusions.isExcluded(path, [])).toBe(true);
  });

  test.each([
    'a.ts',
    'src/credentials.ts',
    'src/credentials.test.ts',
    'lib/secrets.py',
    'Secret.java',
    'credentials_store.go',
    'src/env.ts',
    'env.d.ts',
    'environment.json',
    'src/environment.ts',
    'src/.envoy.yaml',
    'keyboard.json',
    'src/key.ts',
    'monkey.md',
    'secretary.json',
    'docs/ssh/config.md',
    'aws/main.tf',
    'package.json',
    'Untitled-1',
    'README.md',
    'service-accounts.ts',
    'src/secret/store.rs',
    '.eslintrc.json',
    'id_rsa_parser.c',
  ])('%s is read', (path) => {
    expect(newExclusions().exclusions.isExcluded(path, [])).toBe(false);
  });
});

describe("the user's globs", () => {
  test('add to the built-in ones', () => {
    const { exclusions } = newExclusions();
    const globs = ['*.md', 'private/**', '**/gen/*.ts'];
    expect(exclusions.isExcluded('docs/a.MD', globs)).toBe(true);
    expect(exclusions.isExcluded('private/a/.b.ts', globs)).toBe(true);
    expect(exclusions.isExcluded('x/private/a.ts', globs)).toBe(false);
    expect(exclusions.isExcluded('x/gen/a.ts', globs)).toBe(true);
    expect(exclusions.isExcluded('.env', globs)).toBe(true);
    expect(exclusions.isExcluded('docs/a.md', [])).toBe(false);
  });

  test('a bad one is named, once, and the others hold', () => {
    const { exclusions, reports } = newExclusions();
    const globs = ['a/[z', '[z-a]', '', '!*.ts', '*.md'];
    expect(exclusions.isExcluded('a.md', globs)).toBe(true);
    expect(exclusions.isExcluded('a.js', [...globs])).toBe(false);
    expect(exclusions.isExcluded('.env', globs)).toBe(true);
    expect(reports).toHaveLength(4);
    for (const glob of globs.slice(0, 4))
      expect(reports.some((report) => report.includes(`"${glob}"`))).toBe(true);
  });
});

test.each([
  ['file:///home/u/.env', '/home/u/.env'],
  ['file:///c%3A/Users/a%20b/x.ts', '/c:/Users/a b/x.ts'],
  ['vscode-remote://wsl%2Bubuntu/home/u/.ssh/config', '/home/u/.ssh/config'],
  ['untitled:Untitled-1', 'Untitled-1'],
  ['git:/w/.env?ref', '/w/.env'],
  ['file:///bad%zz', '/bad%zz'],
])('path of %s', (uri, path) => {
  expect(pathOfUri(uri)).toBe(path);
});
