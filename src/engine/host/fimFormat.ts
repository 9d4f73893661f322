import { type LlamaModel, LlamaVocabularyType, type Token } from 'node-llama-cpp';
import { HearthError } from '../../base/errors';
import { type Family, familyOf, isSentinelLike } from '../../models/families';
import type { LayoutName } from '../port';

/** What a loaded model knows of fill-in-the-middle prompts: its sentinels as tokens, and the order it was taught. */
export interface FimFormat {
  /** Name of the family in `families`; `generic` by the file's own sentinels; `none` without any. */
  readonly family: string;
  /** The layout of the family. */
  readonly layout: LayoutName;
  /** What every prompt begins with: the BOS token where the model wants one. */
  readonly start: readonly Token[];
  readonly prefix: Token | undefined;
  readonly suffix: Token | undefined;
  readonly middle: Token | undefined;
  /** Begins the name of the repository in front; absent where the family knows none. */
  readonly repository: Token | undefined;
  readonly repositoryEnd: string;
  /** Begins the path of the file, in front; absent where the family knows none. */
  readonly file: Token | undefined;
  /** See {@link Family.pathInPrefix}. */
  readonly pathInPrefix: boolean;
  /** How the suffix-first layout is written; see {@link Family}. */
  readonly suffixFirst: Family['suffixFirst'];
  /** Whether the text before the cursor is tokenised with SentencePiece's leading space, as in training. */
  readonly spaced: boolean;
}

/** Reads the format of a loaded model from its own vocabulary and metadata. Never fails: the least is `none`. */
export function fimFormatOf(model: LlamaModel): FimFormat {
  const vocabulary = model.fileInfo.metadata.tokenizer.ggml.tokens;
  const ids = new Map<string, Token>();
  vocabulary.forEach((text, id) => {
    if (isSentinelLike(text)) ids.set(text, id as Token);
  });
  const name = `${model.fileInfo.metadata.general.name ?? ''} ${model.filename ?? ''}`;
  const family = familyOf(name, (sentinel) => ids.has(sentinel));
  return family ? formatOf(family, ids, model) : fromMetadata(model);
}

/** The layouts that a model can be asked in, its own first. */
export function layoutsOf(format: FimFormat): LayoutName[] {
  const { prefix, suffix, middle } = format;
  const possible: LayoutName[] = [];
  if (prefix !== undefined && suffix !== undefined) {
    if (middle !== undefined) possible.push('anchored', 'plain');
    if (middle !== undefined || format.suffixFirst === 'suffix-prefix') possible.push('suffix-first');
  }
  possible.push('prefix-only');
  return [format.layout, ...possible.filter((layout) => layout !== format.layout)];
}

/** The layout to use: `wanted`, or the family's own. Fails where the model lacks the sentinels of `wanted`. */
export function chooseLayout(format: FimFormat, wanted: LayoutName | undefined): LayoutName {
  const possible = layoutsOf(format);
  if (wanted === undefined || possible.includes(wanted)) return wanted ?? format.layout;
  throw new HearthError(
    'model-unsuitable',
    `The model cannot be asked in the ${wanted} layout, for which its vocabulary has no sentinels. It can be asked ` +
      `in: ${possible.join(', ')}. Set hearth.model.layout to one of these, or to "auto".`,
  );
}

function formatOf(family: Family, ids: ReadonlyMap<string, Token>, model: LlamaModel): FimFormat {
  const { sentinels, layout, suffixFirst, spaced, pathInPrefix } = family;
  const id = (text: string | undefined): Token | undefined =>
    text === undefined ? undefined : ids.get(text);
  return {
    family: family.name,
    layout,
    start: startOf(model),
    prefix: id(sentinels.prefix),
    suffix: id(sentinels.suffix),
    middle: id(sentinels.middle),
    repository: id(sentinels.repository),
    repositoryEnd: family.repositoryEnd ?? '',
    file: id(sentinels.file),
    pathInPrefix,
    suffixFirst,
    spaced,
  };
}

/** A family that is not in the table: the sentinels that the file names by their ids, if any. */
function fromMetadata(model: LlamaModel): FimFormat {
  const { prefix, suffix, middle } = model.tokens.infill;
  const { add_space_prefix } = model.fileInfo.metadata.tokenizer.ggml;
  const hasHole = prefix !== null && suffix !== null;
  return {
    family: hasHole ? 'generic' : 'none',
    layout: hasHole ? (middle === null ? 'suffix-first' : 'anchored') : 'prefix-only',
    start: startOf(model),
    prefix: prefix ?? undefined,
    suffix: suffix ?? undefined,
    middle: middle ?? undefined,
    repository: undefined,
    repositoryEnd: '',
    file: undefined,
    pathInPrefix: false,
    suffixFirst: middle === null ? 'suffix-prefix' : 'sentinels-first',
    spaced: model.vocabularyType === LlamaVocabularyType.spm && add_space_prefix !== false,
  };
}

function startOf(model: LlamaModel): readonly Token[] {
  const { bos, shouldPrependBosToken } = model.tokens;
  return shouldPrependBosToken && bos !== null ? [bos] : [];
}
