// Enough to tell one's own devices apart; the order matters, since most browsers also name others.
const browsers = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
] as const
const systems = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
] as const

/** What a browser says of itself, in two words; undefined where it says nothing we know. */
export function browserOf(agent: string): { browser: string; system: string | undefined } | undefined {
  const browser = browsers.find(([sign]) => sign.test(agent))?.[1]
  return browser && { browser, system: systems.find(([sign]) => sign.test(agent))?.[1] }
}
