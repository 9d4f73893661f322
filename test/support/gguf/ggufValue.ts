/** What a metadata value of each type is in TypeScript. */
interface ScalarValues {
  uint8: number;
  int8: number;
  uint16: number;
  int16: number;
  uint32: number;
  int32: number;
  float32: number;
  bool: boolean;
  string: string;
  uint64: bigint;
  int64: bigint;
  float64: number;
}

export type ScalarType = keyof ScalarValues;
export type ScalarValue<T extends ScalarType> = ScalarValues[T];

/** A metadata value with its type, which readers of GGUF files depend on. */
export type GgufScalar<T extends ScalarType = ScalarType> = {
  readonly [K in T]: { readonly type: K; readonly value: ScalarValues[K] };
}[T];

/** A metadata list. Lists of lists, which the format knows too, are in no model file. */
export type GgufList<T extends ScalarType = ScalarType> = {
  readonly [K in T]: { readonly type: 'array'; readonly of: K; readonly values: readonly ScalarValues[K][] };
}[T];

export type GgufValue = GgufScalar | GgufList;

export const uint32 = (value: number): GgufValue => ({ type: 'uint32', value });
export const float32 = (value: number): GgufValue => ({ type: 'float32', value });
export const bool = (value: boolean): GgufValue => ({ type: 'bool', value });
export const string = (value: string): GgufValue => ({ type: 'string', value });
export const strings = (values: readonly string[]): GgufValue => ({ type: 'array', of: 'string', values });
export const int32s = (values: readonly number[]): GgufValue => ({ type: 'array', of: 'int32', values });
export const float32s = (values: readonly number[]): GgufValue => ({ type: 'array', of: 'float32', values });
