/** Which resource a step speaks of: what its id is, and where a response that shows it has to say so. */
export interface Identity {
  /** The id as text, as the step that made it known gave it. */
  readonly value: string
  /** Pointer to the id in the body of the step that is judged. */
  readonly at: string
}
