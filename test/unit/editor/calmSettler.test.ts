import { describe, expect, it } from 'vitest';
import { CalmSettler } from '../../../src/editor/statistics/calmSettler';
import { FakeClock } from '../../support/fakeClock';

/** An engine that works from time to time, and a settler that minds it. */
class Scene {
  readonly clock = new FakeClock();
  readonly ranAt: number[] = [];
  readonly settler: CalmSettler;
  #workedUntil = -Infinity;
  #isWorking = false;
  readonly #start = this.clock.now();

  constructor() {
    const times = { interval: 500, rest: 300, patience: 5_000 };
    const restedMs = () => (this.#isWorking ? 0 : this.clock.now() - this.#workedUntil);
    this.settler = new CalmSettler(this.clock, times, restedMs, () =>
      this.ranAt.push(this.clock.now() - this.#start),
    );
  }

  async work(ms: number): Promise<void> {
    this.#isWorking = true;
    await this.clock.advance(ms);
    this.#isWorking = false;
    this.#workedUntil = this.clock.now();
  }
}

describe('CalmSettler', () => {
  it('runs at once where the engine rests, and then at most once an interval', async () => {
    const { clock, settler, ranAt } = new Scene();
    for (let moment = 0; moment < 20; moment++) {
      settler.poke();
      await clock.advance(100);
    }
    expect(ranAt).toEqual([0, 500, 1_000, 1_500, 2_000]);
  });

  it('waits until the engine has rested', async () => {
    const scene = new Scene();
    const working = scene.work(200);
    scene.settler.poke();
    await working;
    expect(scene.ranAt).toEqual([]);
    await scene.clock.advance(100);
    await scene.work(50);
    await scene.clock.advance(1_000);
    expect(scene.ranAt).toEqual([650]);
  });

  it('loses no poke to an engine that never rests', async () => {
    const scene = new Scene();
    scene.settler.poke();
    await scene.work(9_000);
    scene.settler.poke();
    await scene.work(9_000);
    expect(scene.ranAt).toEqual([5_000, 14_000]);
  });

  it('runs no more once it is disposed', async () => {
    const { clock, settler, ranAt } = new Scene();
    settler.poke();
    settler.dispose();
    await clock.advance(10_000);
    expect(ranAt).toEqual([]);
  });
});
