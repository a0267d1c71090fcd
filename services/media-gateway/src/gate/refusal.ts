/** Why the gate does not let something through: an HTTP status, and a sentence that says what to do. */
export interface Refusal {
  readonly status: 400 | 401 | 403 | 404 | 405 | 502 | 503;
  readonly sentence: string;
}

export const refusal = (status: Refusal['status'], sentence: string): Refusal => ({ status, sentence });

export const isRefusal = (answer: object): answer is Refusal => 'sentence' in answer;
