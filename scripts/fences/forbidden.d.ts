// Stands in for a package that a room may not import: every name taken from it is a type error.
export {};
