export declare function findBrowser(env?: Readonly<Record<string, string | undefined>>): string | undefined
export declare function ensureBrowser(): Promise<{ path: string } | { problem: string }>
export declare function ensurePostgres(major: number): Promise<{ binDir: string } | { problem: string }>
