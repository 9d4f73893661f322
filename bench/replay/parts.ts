/**
 * Parts of the pipeline that a replay can do without, to see what each is worth. `cache`: answers that are known are
 * forgotten, and nothing is joined. `ahead`: nothing is computed ahead of the user. `gate`: answers that the model was
 * not sure of are shown, too. `restraint`: the engine is asked, and its answer shown, as if each request were made by
 * hand; the gate is a part of it. `blocks`: one line at most.
 */
export const parts = ['cache', 'ahead', 'gate', 'restraint', 'blocks'] as const;
export type Part = (typeof parts)[number];

export function isPart(name: string): name is Part {
  return (parts as readonly string[]).includes(name);
}
