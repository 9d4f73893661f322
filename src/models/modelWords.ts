import type { DownloadWords } from './download/downloadTask';

/** How messages speak of a model's download. */
export const modelWords: DownloadWords = {
  setting: 'hearth.models.source',
  origin: 'Hugging Face',
  refusal: "its terms may have to be accepted on the model's page first",
  otherWays:
    'Choose another model, or get the file yourself and use Hearth: Choose Model, Install from File.',
  fromFile: 'install the model from a file',
};
