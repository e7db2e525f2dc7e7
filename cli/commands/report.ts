import { Command } from 'commander'
import type { Terminal } from '../main.ts'
import { baselineCommand } from './report/baseline.ts'
import { buildCommand } from './report/build.ts'
import { compareCommand } from './report/compare.ts'
import { historyCommand } from './report/history.ts'
import { mergeCommand } from './report/merge.ts'
import { openCommand } from './report/open.ts'

/** `payroc-conformance report`: what can be made of run folders. */
export function reportCommand(terminal: Terminal, exit: (code: number) => void): Command {
  const command = new Command('report').description('merge and compare run folders, keep a baseline').helpCommand(false)
  command.addCommand(buildCommand(terminal, exit))
  command.addCommand(openCommand(terminal, exit))
  command.addCommand(baselineCommand(terminal, exit))
  command.addCommand(compareCommand(terminal, exit))
  command.addCommand(historyCommand(terminal, exit))
  command.addCommand(mergeCommand(terminal, exit))
  return command
}
