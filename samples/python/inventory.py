"""A small inventory of a shop, with prices in cents."""

from dataclasses import dataclass, field


@dataclass
class Item:
    name: str
    price: int
    quantity: int = 0

    @property
    def value(self) -> int:
        return self.price * self.quantity


@dataclass
class Inventory:
    items: dict[str, Item] = field(default_factory=dict)

    def add(self, name: str, price: int, quantity: int = 1) -> Item:
        item = self.items.setdefault(name, Item(name, price))
        item.price = price
        item.quantity += quantity
        return item

    def remove(self, name: str, quantity: int = 1) -> None:
        item = self.items[name]
        if quantity > item.quantity:
            raise ValueError(f"only {item.quantity} of {name} left")
        item.quantity -= quantity

    def total(self) -> int:
        return sum(item.value for item in self.items.values())

    # Type here, for example: def cheapest(self) -> Item:


def main() -> None:
    inventory = Inventory()
    inventory.add("lamp", 2499, 4)
    inventory.add("chair", 8900, 2)
    inventory.remove("lamp")
    for item in inventory.items.values():
        print(f"{item.name:10} {item.quantity:3} {item.value / 100:8.2f}")
    print(f"total {inventory.total() / 100:.2f}")


if __name__ == "__main__":
    main()
