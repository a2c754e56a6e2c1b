// The pinned pack as /api/v1/sessions/CODE/content gives it: every text already in one language, the reader's.
import type { PhaseId, Place } from './protocol';

export interface Persona {
  name: string;
  age: number;
  level: string;
  tagline: string;
  home: string;
  strengths: string;
  struggles: string;
  help_question: string;
  situations: Record<string, string>;
  picture: string;
  alt: string;
}

export interface Actor {
  name: string;
  /** Completes 'Jullie denken als ...', article included. */
  as: string;
  interests: string;
  influence: string;
  questions: string[];
  help: string[];
  picture: string;
  alt: string;
}

export interface Factor { name: string; definition: string; question: string; picture?: string }
export interface Aspect { name: string; question: string; positions: Record<'-1' | '0' | '1', string> }
export interface AxisText { name: string; question: string; low: string; high: string }
export interface Quadrant { name: string; regulation: -1 | 1; interest: -1 | 1; description: string }
export interface Facet { name: string; quadrants: Record<string, string> }
export interface Prompt { phase: PhaseId; text: string; rounds?: number[] | null }
export interface PhaseScript { title: string; aim: string; say: string; do: string[] }
export interface Script { name: string; steps: { id: string; question: string }[] }
export interface VisitationPoint { name: string; question: string }

export interface TeacherTheme { name: string }
/** The phases are written in the first person: 'Ik ...'. */
export interface TeacherIndicator { theme: string; name: string; question: string; phases: Record<'1' | '2' | '3' | '4', string> }

export type StageId = 'traditional' | 'flexible_2' | 'flexible_3' | 'adaptive_2' | 'adaptive_3' | 'innovative';
export interface DesignStage { name: string }
export interface DesignQuestion { theme: string; question: string; stages: Record<StageId, string> }

export interface Indicator { name: string; question: string }
/** What an option does not touch is not among its effects. */
export interface DilemmaOption { id: string; text: string; effects: Record<string, -1 | 1> }
export interface Dilemma { round: 1 | 2 | 3; text: string; options: DilemmaOption[] }

export interface School {
  name: string;
  round: 1 | 2;
  start: Place;
  summary: string;
  vision: string;
  building: string;
  timetable: string;
  team: string;
  ict: string;
  picture?: string;
}

export interface EvaluationQuestion {
  question: string;
  kind: 'scale' | 'choice' | 'text';
  low?: string | null;
  high?: string | null;
  options?: { id: string; text: string }[] | null;
}

export interface Content {
  pack: { id: string; version: string; title: string; sector: 'po' | 'vo' | 'mbo'; licence: string; /** Own colours by kind of card, where the pack has them. */ colours?: Partial<Record<'personas' | 'actors' | 'factors' | 'situations', string>> };
  schools: Record<string, School>;
  personas: Record<string, Persona>;
  actors: Record<string, Actor>;
  factors: Record<string, Factor>;
  aspects: Record<string, Aspect>;
  axes: Record<string, AxisText>;
  quadrants: Record<string, Quadrant>;
  facets: Record<string, Facet>;
  prompts: Record<string, Prompt>;
  phases: Record<string, PhaseScript>;
  scripts: Record<string, Script>;
  evaluation: Record<string, EvaluationQuestion>;
  visitation: Record<string, VisitationPoint>;
  // Of the instruments: empty when the pack has no such file.
  teacher_themes: Record<string, TeacherTheme>;
  teacher_indicators: Record<string, TeacherIndicator>;
  design_stages: Record<string, DesignStage>;
  design_questions: Record<string, DesignQuestion>;
  indicators: Record<string, Indicator>;
  dilemmas: Record<string, Dilemma>;
  /** By the short code on a paper card: in which section it stands, and its id there. */
  codes: Record<string, { kind: 'personas' | 'actors' | 'factors'; id: string }>;
}

/** The ids of a section in the author's order: the server keeps it. Empty as long as the cards are not there. */
export function ordered(content: Content | undefined, section: keyof Content & string): string[] {
  return Object.keys(content?.[section] ?? {});
}
