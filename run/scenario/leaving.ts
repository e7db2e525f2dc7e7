/** The story cannot go on; what is wrong has been recorded. */
export class ScenarioStopped extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'ScenarioStopped'
  }
}

/** Something that the scenario needs is not there. */
export class ScenarioSkipped extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'ScenarioSkipped'
  }
}
