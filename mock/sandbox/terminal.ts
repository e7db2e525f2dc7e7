/** The processing terminal that Payroc's test guide uses; the contract's examples use others besides. */
export const DOCUMENTED_TERMINAL = '1021'
