import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { RunResult } from '../run-result.ts'
import { coverageView } from './coverage-view.ts'
import { findingsView } from './findings-view.ts'
import { headlineView } from './headline-view.ts'
import { leftOutView } from './left-out-view.ts'
import { mapView } from './map-view.ts'
import { html, NOTHING, trusted, type Markup } from './markup.ts'
import { operationsView } from './operation-view.ts'
import type { PageData } from './page-fold.ts'
import { createBudget, type ReportModel } from './report-model.ts'
import { scenariosView } from './scenario-view.ts'

/** Characters that exchanges of findings, and examples of operations, may take of the page. */
const FINDINGS_BUDGET = 2_400_000
const EXAMPLES_BUDGET = 1_200_000

/**
 * The whole report as one HTML document that needs nothing else. The policy in its head forbids every request and
 * every script but its own, so that what a server sent stays text even if an escape were forgotten.
 */
export function pageOf(result: RunResult, data: PageData): string {
  const model: ReportModel = { result, data }
  const [style, script] = [assetOf('style.css'), assetOf('behaviour.js')]
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    `script-src ${hashOf(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const sections = [
    { id: 'findings', name: 'Findings', view: findingsView(model, createBudget(FINDINGS_BUDGET)) },
    { id: 'map', name: 'Map', view: mapView(model) },
    { id: 'scenarios', name: 'Scenarios', view: scenariosView(model) },
    { id: 'operations', name: 'Operations', view: operationsView(model, createBudget(EXAMPLES_BUDGET)) },
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

/** A file beside this one, in the sources and in dist alike. */
function assetOf(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8')
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}
