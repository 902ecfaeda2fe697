/** A class or a function of the user's that configs may name. */
// biome-ignore lint/suspicious/noExplicitAny: constructors and functions of any arguments
export type CustomObject = ((...args: any[]) => unknown) | (abstract new (...args: any[]) => object);
export type CustomObjects = Readonly<Record<string, CustomObject>>;
