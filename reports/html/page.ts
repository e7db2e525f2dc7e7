import { assetOf, hashOf } from './asset.ts'
import { coverageView } from './coverage-view.ts'
import { findingsView } from './findings-view.ts'
import { headlineView } from './headline-view.ts'
import { historyView } from './history-view.ts'
import { leftOutView } from './left-out-view.ts'
import { mapView } from './map-view.ts'
import { html, NOTHING, trusted, type Markup } from './markup.ts'
import { operationsView } from './operation-view.ts'
import { createBudget, type ReportModel } from './report-model.ts'
import { scenariosView } from './scenario-view.ts'

/** Characters of the page: findings with their exchanges, findings without, and examples of operations. */
const WHOLE_FINDINGS = 2_000_000
const SHORT_FINDINGS = 600_000
const EXAMPLES = 1_000_000

/**
 * The whole report as one HTML document that needs nothing else. The policy in its head forbids every request and
 * every script but its own, so that what a server sent stays text even if an escape were forgotten.
 */
export function pageOf(model: ReportModel): string {
  const { result } = model
  const [style, script] = [assetOf('style.css'), assetOf('behaviour.js')]
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    `script-src ${hashOf(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const budgets = { whole: createBudget(WHOLE_FINDINGS), short: createBudget(SHORT_FINDINGS) }
  const sections = [
    { id: 'findings', name: 'Findings', view: findingsView(model, budgets) },
    { id: 'map', name: 'Map', view: mapView(model) },
    { id: 'scenarios', name: 'Scenarios', view: scenariosView(model) },
    { id: 'operations', name: 'Operations', view: operationsView(model, createBudget(EXAMPLES)) },
    { id: 'history', name: 'History', view: historyView(model.history) },
    { id: 'coverage', name: 'Coverage', view: coverageView(model) },
    { id: 'left-out', name: 'Skipped', view: leftOutView(model) },
  ].filter(({ view }) => view !== NOTHING)
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${trusted(policy)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <title>${result.run.verdict}: ${result.contract.title}, ${result.run.id}</title>
        ${trusted(`<style>${style}</style>`)}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the report</a>
        ${barView(sections)}
        <main id="main">${headlineView(model)} ${sections.map(({ view }) => view)}</main>
        ${trusted(`<script>${script}</script>`)}
      </body>
    </html> `.markup
}

function barView(sections: readonly { readonly id: string; readonly name: string }[]): Markup {
  return html`<div class="bar">
    <nav aria-label="Sections">${sections.map(({ id, name }) => html`<a href="#${id}">${name}</a> `)}</nav>
    <label class="search"
      ><span class="v">Search findings and operations</span>
      <input type="search" id="search" placeholder="Search   /" autocomplete="off" spellcheck="false" />
    </label>
    <span id="count" role="status"></span>
    <button type="button" id="theme" aria-pressed="false">Dark</button>
  </div>`
}
