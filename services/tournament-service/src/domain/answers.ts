import type { tournamentsApi } from '@gym/contracts';
import type { FieldFault } from '@gym/service-kit/errors';

type Question = tournamentsApi.Question;
type Answers = tournamentsApi.Answers;

/**
 * What is wrong with answers.
 * @param isComplete whether required questions must be answered; staff may leave them open
 * @param pointer to the answers in the request
 */
export function answerFaults(
  questions: Question[],
  answers: Answers,
  isComplete: boolean,
  pointer = '#/answers',
): FieldFault[] {
  const byKey = new Map(questions.map((question) => [question.key, question]));
  const unknown = Object.keys(answers).filter((key) => !byKey.has(key));
  return [
    ...unknown.map((key) => ({ pointer: `${pointer}/${escape(key)}`, message: 'is not asked' })),
    ...questions.flatMap((question) => {
      const answer = answers[question.key];
      const isMissing = answer === undefined || answer === '';
      const message = isMissing
        ? isComplete && question.required
          ? 'is required'
          : undefined
        : wrong(question, answer);
      return message === undefined ? [] : [{ pointer: `${pointer}/${question.key}`, message }];
    }),
  ];
}

function escape(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

function wrong(question: Question, answer: string | number): string | undefined {
  switch (question.type) {
    case 'text':
      if (typeof answer !== 'string') return 'must be text';
      if (/[\p{Cc}\p{Cs}]/u.test(answer)) return 'must not contain control characters';
      return answer.length > question.max_length ? `must have at most ${question.max_length} characters` : undefined;
    case 'choice':
      return typeof answer === 'string' && question.options.includes(answer)
        ? undefined
        : `must be one of ${question.options.join(', ')}`;
    case 'number':
      if (typeof answer !== 'number') return 'must be a number';
      if (question.min !== undefined && answer < question.min) return `must be at least ${question.min}`;
      return question.max !== undefined && answer > question.max ? `must be at most ${question.max}` : undefined;
    case 'date':
      return typeof answer === 'string' && isDate(answer) ? undefined : 'must be a date such as 2001-12-31';
    default:
      return question satisfies never;
  }
}

/** A day that exists, as `2001-12-31`. */
export function isDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}
