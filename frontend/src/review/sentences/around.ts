// The instruments around the game.
import { instrumentName, momentName, shownName } from '../../parts/instruments';
import { t } from '../../i18n';
import { INSTRUMENTS, type Instrument, type Moment, type Shown } from '../../live/view';
import { nameOf } from '../../network/nodes';
import { count, type Data, type Maker, type Teller, text } from './types';

const instrument = (id: unknown) => (INSTRUMENTS.includes(id as Instrument) ? instrumentName(id as Instrument) : text(id));
const WALLS: unknown[] = ['insights', 'recurring'];
const when = (id: unknown) => (id === 'wanted' ? t('gewenst') : t('nu'));
/** The team stands beside the sentence; the school has no sign of its own. */
const whose = ({ network }: Data) => (network === 'school' ? t('Netwerk van de school') : t('Netwerk'));

function shown({ instrument: id, team }: Data, { team: name }: Teller): string {
  if (!id) return t('Het instrument gaat van het scherm');
  return typeof team === 'number' ? t('Op het scherm: het netwerk van {team}', { team: name(team) }) : t('Op het scherm: {instrument}', { instrument: WALLS.includes(id) ? shownName(id as Shown) : instrument(id) });
}

function connected(data: Data, { content }: Teller): string {
  const [source, target] = [nameOf(text(data.source), content), nameOf(text(data.target), content)];
  const how = text(data.how);
  const said = t('{source} beïnvloedt {target}', { source, target });
  return `${whose(data)}, ${when(data.when)}: ${said}${how ? `, ${how}` : ''}`;
}

function dilemmaOption({ round, option }: Data, { content }: Teller): string {
  const card = Object.values(content?.dilemmas ?? {}).find((one) => one.round === count(round));
  return card?.options.find(({ id }) => id === option)?.text ?? text(option);
}

export const around: Record<string, Maker> = {
  instrument_switched: ({ instrument: id, on }) => (on ? t('Instrument aan: {name}', { name: instrument(id) }) : t('Instrument uit: {name}', { name: instrument(id) })),
  instrument_shown: shown,
  profile_set: ({ question }, { content }) => t('Schoolprofiel ingevuld: {question}', { question: content?.design_questions[text(question)]?.theme ?? text(question) }),
  slot_set: ({ moment, fields }) =>
    t('Eigen vragenlijst, {moment}: {title}', { moment: momentName(text(moment) as Moment), title: text(((fields ?? {}) as Data).title) || t('weggehaald') }),
  influence_connected: connected,
  influence_disconnected: (data, { content }) =>
    `${whose(data)}, ${when(data.when)}: ${t('geen pijl meer van {source} naar {target}', { source: nameOf(text(data.source), content), target: nameOf(text(data.target), content) })}`,
  node_described: (data, { content }) => `${whose(data)}, ${when(data.when)}: ${t('schrijft bij {name}', { name: nameOf(text(data.node), content) })}`,
  dilemma_revealed: ({ round }) => t('De uitslag van het dilemma in kamp {n} is te zien', { n: count(round) }),
  dilemma_settled: (data, teller) => t('De spelleider kiest bij het dilemma: {option}', { option: dilemmaOption(data, teller) }),
};
