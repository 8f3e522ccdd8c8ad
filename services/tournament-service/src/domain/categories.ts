import type { tournamentsApi } from '@gym/contracts';
import { badRequest, type FieldFault } from '@gym/service-kit/errors';
import { isDate } from './answers.js';

type Rule = tournamentsApi.CategoryRule;
type Answers = tournamentsApi.Answers;
interface Category {
  id: number;
  name: string;
  rules: Rule[];
}

/** Full years on a day; who was born on 29 February grows older on 1 March of other years. */
export function ageOn(born: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(born.slice(0, 4));
  return day.slice(5) < born.slice(5) ? years - 1 : years;
}

function within(value: number, { min, max }: { min?: number | undefined; max?: number | undefined }): boolean {
  return (min === undefined || value >= min) && (max === undefined || value <= max);
}

/** Undefined: the answer that decides is missing. */
export function meets(rule: Rule, answers: Answers): boolean | undefined {
  const answer = answers[rule.question];
  if (answer === undefined || answer === '') return undefined;
  switch (rule.kind) {
    case 'choice':
      return rule.values.includes(String(answer));
    case 'number':
      return typeof answer === 'number' && within(answer, rule);
    case 'age':
      return typeof answer === 'string' && isDate(answer) && within(ageOn(answer, rule.on), rule);
    default:
      return rule satisfies never;
  }
}

/** @param isComplete whether every rule must be met for sure; staff may put in people of whom they know less */
function fits(category: Category, answers: Answers, isComplete: boolean): boolean {
  return category.rules.every((rule) => meets(rule, answers) ?? !isComplete);
}

/**
 * The category somebody enters: the wanted one when its rules allow it, else the only one that fits.
 * @returns null in a tournament without categories
 * @throws AppError 400
 */
export function categoryFor(
  categories: Category[],
  { category_id, answers, isComplete }: { category_id: number | undefined; answers: Answers; isComplete: boolean },
): number | null {
  if (category_id !== undefined) {
    const wanted = categories.find((category) => category.id === category_id);
    if (wanted === undefined) throw badRequest('The tournament has no such category.', 'category-not-found');
    if (!fits(wanted, answers, isComplete)) {
      throw badRequest(`The rules of ${wanted.name} do not allow this entry.`, 'category-not-allowed');
    }
    return wanted.id;
  }
  if (categories.length === 0) return null;
  const fitting = categories.filter((category) => fits(category, answers, isComplete));
  const [first] = fitting;
  if (first === undefined)
    throw badRequest('No category of this tournament allows this entry.', 'category-not-allowed');
  if (fitting.length > 1) {
    const names = fitting.map((category) => category.name).join(', ');
    throw badRequest(`Choose one of these categories: ${names}.`, 'category-required');
  }
  return first.id;
}

const questionTypes = { choice: 'choice', number: 'number', age: 'date' } as const;

/** Rules must ask for something the entry questions ask. */
export function ruleFaults(rules: Rule[], questions: tournamentsApi.Question[]): FieldFault[] {
  return rules.flatMap((rule, at) => {
    const asked = questions.find((question) => question.key === rule.question);
    const type = questionTypes[rule.kind];
    const pointer = `#/rules/${at}/question`;
    if (asked === undefined) return [{ pointer, message: 'is no question of this tournament' }];
    if (asked.type !== type) return [{ pointer, message: `must be a question for a ${type}` }];
    if (rule.kind !== 'choice' || asked.type !== 'choice') return [];
    const unknown = rule.values.find((value) => !asked.options.includes(value));
    return unknown === undefined ? [] : [{ pointer: `#/rules/${at}/values`, message: `${unknown} is no option` }];
  });
}
