// Small helpers that the scripts share; nothing outside Node's own library, since nothing may be installed yet.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/**
 * Runs a program to its end, showing what it prints.
 * @param {string} program
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, timeout?: number, quiet?: boolean }} [options] timeout in milliseconds
 * @returns {Promise<number>} its exit code; 1 when it could not run or took too long
 */
export function run(program, args, { env = {}, timeout, quiet = false } = {}) {
  return new Promise((resolve) => {
    const output = quiet ? 'ignore' : 'inherit'
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', output, output],
    })
    const alarm = timeout && setTimeout(() => stop(child, program, timeout), timeout)
    child.once('error', (error) => {
      console.error(`${program}: ${error.message}`)
      clearTimeout(alarm)
      resolve(1)
    })
    child.once('close', (code) => {
      clearTimeout(alarm)
      resolve(code ?? 1)
    })
  })
}

function stop(child, program, timeout) {
  console.error(`${program} took more than ${Math.round(timeout / 1000)} s and is being stopped`)
  child.kill('SIGTERM')
  setTimeout(() => child.kill('SIGKILL'), 20_000).unref()
}

/**
 * Tries again what the network may have spoilt.
 * @param {string} what for the message
 * @param {() => Promise<number>} act gives an exit code
 */
export async function retry(what, act, times = 3) {
  for (let attempt = 1; ; attempt++) {
    if ((await act()) === 0) return true
    if (attempt === times) return false
    console.error(`${what} failed; trying again (${attempt + 1} of ${times})`)
    await new Promise((resolve) => setTimeout(resolve, attempt * 5_000))
  }
}

/** A program of an installed package, as Node runs it. */
export const tool = (...path) => join(root, 'node_modules', ...path)

/** @param {string} path relative to the project */
export const has = (path) => existsSync(join(root, path))
