// @ts-check

/** What the other provider of grey text offers, wherever the cursor is. */
export const otherText = '// from another provider';

/** What the other provider of the suggest widget offers. */
export const otherWord = 'wordOfAnotherProvider';
