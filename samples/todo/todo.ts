export type Priority = 'low' | 'normal' | 'high';

export interface Todo {
  readonly id: number;
  title: string;
  priority: Priority;
  done: boolean;
  createdAt: Date;
  dueAt?: Date;
}

export function isOverdue(todo: Todo, now: Date = new Date()): boolean {
  return !todo.done && todo.dueAt !== undefined && todo.dueAt < now;
}

const weight: Record<Priority, number> = { high: 0, normal: 1, low: 2 };

/** The most urgent first; among equals, the oldest. */
export function compareByUrgency(a: Todo, b: Todo): number {
  return weight[a.priority] - weight[b.priority] || a.createdAt.getTime() - b.createdAt.getTime();
}

export function describe(todo: Todo): string {
  const mark = todo.done ? 'x' : ' ';
  return `[${mark}] ${todo.id} ${todo.title} (${todo.priority})`;
}
