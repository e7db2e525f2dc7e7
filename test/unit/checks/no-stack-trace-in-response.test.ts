import { describe, expect, it } from 'vitest'
import { noStackTraceInResponse } from '../../../checks/no-stack-trace-in-response.ts'
import { traceIn } from '../../../checks/stack-trace.ts'
import { contractOf } from './contract-from.ts'
import { said, type Recorded } from './recorded.ts'

const traces: readonly (readonly [platform: string, text: string])[] = [
  [
    'Java',
    'java.lang.NullPointerException: null\n\tat com.acme.shop.OrderService.find(OrderService.java:42)\n\tat com.acme.Main.main(Main.java:7)',
  ],
  ['Java', 'at java.base/jdk.internal.reflect.NativeMethodAccessorImpl.invoke0(Native Method)'],
  ['.NET', 'System.NullReferenceException: x\r\n   at Acme.Orders.Get(Guid id) in C:\\src\\Orders.cs:line 12'],
  ['.NET', 'Oops\n   at System.Threading.Tasks.Task.Execute(Object state)\n'],
  [
    'JavaScript',
    'TypeError: x is undefined\n    at find (/srv/app/orders.js:10:15)\n    at async handle (node:internal/x:1:2)',
  ],
  ['JavaScript', 'Error: x\n    at file:///srv/app/main.js:3:7'],
  ['JavaScript', 'Error\n    at Object.<anonymous> (C:\\app\\index.js:1:7)'],
  ['Python', 'Traceback (most recent call last):\n  File "/srv/app.py", line 3, in get\nKeyError'],
  ['Python', 'File "/srv/app.py", line 3, in get'],
  ['PHP', 'PHP Fatal error: Uncaught Error: x in /var/www/index.php on line 12'],
  ['PHP', '#0 /var/www/vendor/slim/App.php(204): Slim\\App->run()'],
  ['Ruby', "/srv/app/models/order.rb:12:in `find'"],
  ['Go', 'panic: x\n\ngoroutine 1 [running]:\nmain.main()'],
  ['Rust', "thread 'main' panicked at src/main.rs:2:5"],
  ['SQL', 'SQLSTATE[42S02]: Base table or view not found'],
  ['SQL', 'ORA-00942: table or view does not exist'],
  ['SQL', "You have an error in your SQL syntax; check the manual near 'x'"],
]

const prose = [
  'Look at the card (front side) in the app.',
  'The meeting is at Central Station (Hall 3) at 10:30:00.',
  'An exception at checkout: error in line 12 of your order.',
  'Error: amount must be at least 1',
  'See https://docs.example.com/errors at /errors:1 for more in detail.',
  'Arrived at https://example.com:8080/a',
  'The SQL syntax of the filter is documented.',
  'goroutine and panic are words of Go',
  'Ask for files in /srv on line two',
  'at 10:15:30 the order was at /orders',
]

describe('A stack trace', () => {
  it.each(traces)('of %s is recognised: %j', (platform, text) => {
    expect(traceIn(text)).toBe(platform)
  })

  it.each(prose)('is not seen in prose: %s', (text) => {
    expect(traceIn(text)).toBeUndefined()
  })
})

const schema = {
  type: 'object',
  properties: {
    message: { type: 'string' },
    stackTrace: { type: 'string' },
    notes: { type: 'array', items: { type: 'string' } },
  },
}
const [, trace = ''] = traces[0] ?? []

const titles = async (recorded: Recorded, status = '400'): Promise<readonly string[]> =>
  said(noStackTraceInResponse, await contractOf({ schema, status }), { status: Number(status), ...recorded }).map(
    ([title]) => title,
  )

describe('no-stack-trace-in-response', () => {
  it('finds a trace in an error, described or not', async () => {
    expect(await titles({ json: { message: trace } })).toEqual(['The response shows a Java stack trace'])
    expect(await titles({ json: { debug: { frames: [trace] } } })).toEqual(['The response shows a Java stack trace'])
    expect(await titles({ json: { message: trace }, status: 500 })).toHaveLength(1)
  })

  it('finds a trace whose quotes and slashes are escaped', async () => {
    expect(await titles({ json: { message: traces[8]?.[1] } })).toHaveLength(1)
    expect(
      await titles({
        contentType: 'application/json',
        text: JSON.stringify({ m: traces[5]?.[1] }).replaceAll('/', '\\/'),
      }),
    ).toHaveLength(1)
  })

  it('finds a trace in an error page', async () => {
    const text = '<pre>TypeError: x<br> &nbsp; &nbsp;at find (/srv/app/orders.js:10:15)</pre>'

    expect(await titles({ status: 500, contentType: 'text/html', text })).toEqual([
      'The response shows a JavaScript stack trace',
    ])
  })

  it('finds a trace in a success only where nobody describes the member', async () => {
    expect(await titles({ json: { message: trace, notes: [trace] } }, '200')).toEqual([])
    expect(await titles({ json: { leaked: trace } }, '200')).toHaveLength(1)
    expect(await titles({ contentType: 'text/plain', text: trace }, '200')).toEqual([])
  })

  it('takes a member that is named after traces for what it is', async () => {
    expect(await titles({ json: { stackTrace: trace } })).toEqual([])
  })

  it('is silent on an ordinary error', async () => {
    expect(await titles({ json: { message: prose.join('\n') } })).toEqual([])
  })
})
