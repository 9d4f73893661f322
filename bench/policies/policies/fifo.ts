import { Queue } from './queue';

/** First in, first out (Belady: A study of replacement algorithms for a virtual-storage computer, IBM Systems Journal 1966). */
export class Fifo extends Queue {
  override used(): void {}
}
