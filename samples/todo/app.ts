import { describe } from './todo';
import { TodoStore } from './store';

const store = new TodoStore();

store.subscribe((todos) => {
  console.log(`${todos.length} open`);
  for (const todo of todos) console.log(describe(todo));
});

store.add('Write the report', 'high', new Date('2026-03-01'));
store.add('Water the plants', 'low');
store.add('Call the bank');

function printOverdue(): void {
  for (const todo of store.overdue()) {
    console.log(`Overdue: ${describe(todo)}`);
  }
}

printOverdue();

// Type here, for example: function printByPriority(
