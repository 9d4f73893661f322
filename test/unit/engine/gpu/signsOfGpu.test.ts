import { expect, test } from 'vitest';
import { likelyBackEnds } from '../../../../src/engine/gpu/signsOfGpu';

const windows = { SystemRoot: 'D:\\Windows' };

test.each<[NodeJS.Platform, RegExp, readonly string[]]>([
  ['linux', /nvidia/, ['cuda', 'vulkan']],
  ['linux', /renderD128/, ['vulkan']],
  ['linux', /wsl/, ['cuda']],
  ['linux', /nothing/, []],
  ['win32', /^D:.*nvcuda\.dll$/, ['cuda']],
  ['win32', /nothing/, []],
  ['darwin', /./, []],
])('on %s, where %s is there, back ends are likely: %j', async (platform, there, names) => {
  expect(await likelyBackEnds(platform, windows, (path) => Promise.resolve(there.test(path)))).toEqual(names);
});
