import { h, type JSX } from 'preact';
import { formatBytes, formatCount, formatDecimal } from '../../../format';
import type { EngineReport } from '../../report';
import { card, figure, figureList, item } from '../figure';
import { layoutWords, nothing, orNothing } from '../text';

const bytes = orNothing(formatBytes);
const count = orNothing(formatCount);
const decimal = orNothing(formatDecimal);

/** The model, how it runs, and what it takes of the machine. */
export function engineSection(engine: EngineReport): JSX.Element {
  const { model, modelBytes, layout, contextTokens, sequences, kvBytes, threads, gpu, problem } = engine;
  return card(
    'engine',
    'Engine',
    problem !== null && h('p', { class: 'problem' }, figure('engine.problem', problem, String)),
    figureList(
      item(
        'model',
        figure('engine.model', model, orNothing(String)),
        modelBytes !== null && [', ', figure('engine.modelBytes', modelBytes, formatBytes)],
      ),
      item(
        'layout',
        figure(
          'engine.layout',
          layout,
          orNothing((name) => layoutWords[name]),
        ),
      ),
      item(
        'context',
        figure('engine.contextTokens', contextTokens, count),
        sequences !== null && [' tokens × ', figure('engine.sequences', sequences, formatCount), ' places'],
      ),
      item('kvBytes', figure('engine.kvBytes', kvBytes, bytes)),
      item('threads', figure('engine.threads', threads, count)),
      item(
        'gpu',
        figure('engine.gpu', gpu, (name) => name ?? (model === null ? nothing : 'CPU')),
        engine.gpuNote !== null && [': ', figure('engine.gpuNote', engine.gpuNote, String)],
      ),
      item('rssBytes', figure('engine.rssBytes', engine.rssBytes, bytes)),
      item('cpu', figure('engine.cpuSecondsAMinute', engine.cpuSecondsAMinute, decimal)),
      item('processId', figure('engine.processId', engine.processId, orNothing(String))),
      item('restarts', figure('engine.restarts', engine.restarts, formatCount)),
    ),
  );
}
