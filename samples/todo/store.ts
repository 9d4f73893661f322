import { compareByUrgency, isOverdue, type Priority, type Todo } from './todo';

type Listener = (todos: readonly Todo[]) => void;

export class TodoStore {
  private readonly todos = new Map<number, Todo>();
  private readonly listeners = new Set<Listener>();
  private nextId = 1;

  get size(): number {
    return this.todos.size;
  }

  add(title: string, priority: Priority = 'normal', dueAt?: Date): Todo {
    const todo: Todo = { id: this.nextId++, title, priority, done: false, createdAt: new Date() };
    if (dueAt) todo.dueAt = dueAt;
    this.todos.set(todo.id, todo);
    this.notify();
    return todo;
  }

  get(id: number): Todo | undefined {
    return this.todos.get(id);
  }

  complete(id: number): boolean {
    const todo = this.todos.get(id);
    if (!todo) return false;
    todo.done = true;
    this.notify();
    return true;
  }

  // Type here, for example: finish(id: number): boolean {

  open(): Todo[] {
    return [...this.todos.values()].filter((todo) => !todo.done).sort(compareByUrgency);
  }

  overdue(now?: Date): Todo[] {
    return this.open().filter((todo) => isOverdue(todo, now));
  }

  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private notify(): void {
    const todos = this.open();
    for (const listener of this.listeners) listener(todos);
  }
}
