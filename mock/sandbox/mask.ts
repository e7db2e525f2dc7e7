/** A card number as the API shows it: the first six and the last four, `453985******7062`. */
export function maskedCardNumber(number: string): string {
  const digits = [...number]
  return digits.map((digit, i) => (i < 6 || i >= digits.length - 4 ? digit : '*')).join('')
}

/** A bank account number as the API shows it: the last four, `****7890`; of one that has no more, nothing. */
export function maskedAccountNumber(number: string): string {
  return hidden(number, '*')
}

/** As {@link maskedAccountNumber}, where the contract allows nothing but digits. */
export function zeroedAccountNumber(number: string): string {
  return hidden(number, '0')
}

function hidden(number: string, by: string): string {
  const characters = [...number]
  return characters
    .map((character, i) => (characters.length > 4 && i >= characters.length - 4 ? character : by))
    .join('')
}

/** A tax ID or national ID as the API shows it: the last four, without the separators, `xxxxx4320`. */
export function maskedIdentifier(value: string): string {
  return hidden(value.replaceAll('-', ''), 'x')
}
