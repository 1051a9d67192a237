import { beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../src/shared/id.ts'
import { cast, notice, organization, person } from '../test/factories.ts'
import { api, heading, region, registered, whole } from './acting.ts'
import { at, screenshot } from './harness.ts'
import { faults, testSite, type Worker } from './site.ts'

// One file and the desks around it, on the real server: read, corrected by two at once, shared, closed, joined, parted.

const here = await testSite()
const { as } = here
let caseWorker: Worker
let coordinator: Worker
let intake: Worker
let keeper: Worker
let shelterId: string
let mirlande: string
let wilner: string

const given = { ground: 'health_care' as const }

beforeAll(async () => {
  caseWorker = await here.worker('case_worker', { name: 'Tomás Iniestra' })
  coordinator = await here.worker('coordinator', { name: 'Rosa Archundia' })
  intake = await here.worker('intake_worker', { name: 'Lucía Registro' })
  shelterId = await organization(here.house, here.town.tenantId, { name: 'Albergue La Paloma' })
  await notice(here.house, here.town.tenantId, shelterId)
  keeper = await here.worker('case_worker', { name: 'Elena Cuidadora', organizationId: shelterId })
  const opened = await here.signedIn(caseWorker)
  ;[mirlande, wilner] = (await registered(opened.page, [
    person(cast.mirlande, {
      contact: { phone: '686 555 0142', safeToCall: 'ask_first', whereToFind: 'Junto al mercado' },
      needs: ['cot', 'interpreter'],
      documents: [
        {
          id: newId(),
          type: 'asylum_certificate',
          number: 'COMAR-1',
          evidence: 'document_seen',
          issuedOn: '2026-03-01',
          expiresOn: '2026-06-01',
        },
        { id: newId(), type: 'procedure_asylum', dueOn: '2027-01-15', evidence: 'self_report' },
      ],
      situation: { populationGroup: 'asylum_applicant', stayType: 'resides', originClass: 'foreign' },
      work: { schooling: 'secondary', occupation: 'Costurera' },
      health: { body: { pregnant: 'yes', chronic: 'Presión alta' }, ground: given },
      identity: { body: { indigenousPeople: 'Ninguno' }, ground: { ground: 'rights_defence' } },
    }),
    person(cast.wilner, { role: 'child' }),
  ])) as [string, string]
  await opened.context.close()
})

describe('a file', () => {
  test('reads like a sheet of paper: what to know now, then what my role and my grants open', async () => {
    await as(caseWorker, `/people/${mirlande}`, async (page) => {
      await heading(page, 'Mirlande Désir')
      const now = region(page, 'Lo que hay que saber ahora')
      await now.getByText('Criollo haitiano').waitFor()
      await now.getByText('2 personas').waitFor()
      await region(page, 'Contacto').getByText('686 555 0142').waitFor()
      await region(page, 'Documentos y trámites').getByText('COMAR-1').waitFor()
      await region(page, 'Documentos y trámites').getByText('Vencido').waitFor()
      await region(page, 'Salud').getByText('Presión alta').waitFor()
      await region(page, 'Familia')
        .getByRole('link', { name: /Wilner/ })
        .waitFor()
      await region(page, 'Historia')
        .getByText(/Registro en/)
        .first()
        .waitFor()
      await whole(page, 'person')
    })
  })

  test('has no trace of a sheet that is not open', async () => {
    await as(intake, `/people/${mirlande}`, async (page) => {
      await heading(page, 'Mirlande Désir')
      await region(page, 'Contacto').waitFor()
      for (const name of [
        'Salud',
        'Identidad',
        'Documentos y trámites',
        'Situación en México',
        'Escuela y trabajo',
      ])
        expect(await page.getByRole('heading', { name }).count(), name).toBe(0)
      expect(await page.content()).not.toContain('COMAR-1')
    })
  })

  test('tells the time of the municipality, wherever the browser is', async () => {
    const recorded = async (timezoneId: string) => {
      const { page, context } = await here.signedIn(caseWorker, { at: `/people/${mirlande}`, timezoneId })
      const told = await region(page, 'Contacto')
        .getByText(/^Anotado/)
        .textContent()
      await context.close()
      return told
    }
    expect(await recorded('Asia/Tokyo')).toBe(await recorded('America/Tijuana'))
  })

  test('in English, and on paper without health and identity', async () => {
    await as(caseWorker, `/people/${mirlande}`, async (page) => {
      await heading(page, 'Mirlande Désir')
      await page.getByRole('button', { name: /Cuenta de/ }).click()
      await page.getByText('English').click()
      await page.keyboard.press('Escape')
      await region(page, 'What to know now').waitFor()
      await screenshot(page, 'person-en')
      await page.emulateMedia({ media: 'print' })
      await screenshot(page, 'person-print')
      expect(await region(page, 'Health').isVisible()).toBe(false)
      expect(await page.getByRole('button').filter({ visible: true }).count()).toBe(0)
      expect(await region(page, 'Contact').isVisible()).toBe(true)
    })
  })

  test('is corrected by keyboard alone, and the history says so', async () => {
    await as(caseWorker, `/people/${wilner}`, async (page) => {
      await heading(page, 'Wilner Pierre-Louis')
      await page.getByRole('button', { name: 'Agregar: Escuela y trabajo' }).focus()
      await page.keyboard.press('Enter')
      const form = page.getByRole('form', { name: 'Escuela y trabajo' })
      await form.waitFor()
      // The first answer has the focus.
      await page.keyboard.type('Pr')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Tab')
      await page.keyboard.type('Estudiante')
      await page.keyboard.press('Enter')
      await region(page, 'Escuela y trabajo').getByText('Estudiante').waitFor()
      expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
        'Corregir: Escuela y trabajo',
      )
      await region(page, 'Historia').getByText('Se anotó: Escuela y trabajo').first().waitFor()
    })
  })

  test('keeps a sensitive sheet only with the notice shown and a ground somebody signs for', async () => {
    await as(caseWorker, `/people/${mirlande}`, async (page) => {
      await page.getByRole('button', { name: 'Corregir: Salud' }).click()
      const form = page.getByRole('form', { name: 'Salud' })
      await form.getByText('aviso corto (ht)').waitFor()
      await form.getByRole('button', { name: 'Guardar' }).click()
      await form
        .getByRole('alert')
        .getByText(/datos por revisar/)
        .waitFor()
      await whole(page, 'person-health')
      await form.getByRole('radio', { name: 'Se lo leí en voz alta' }).check()
      await form.getByRole('radio', { name: /Consentimiento/ }).check()
      await form.getByRole('radio', { name: 'Firma', exact: true }).check()
      // No native speaker has read the Creole text: somebody must have explained it.
      await form.getByRole('button', { name: 'Guardar' }).click()
      await form.getByRole('alert').waitFor()
      await form
        .getByLabel(/intérprete|explicó/i)
        .first()
        .fill('Jean Intérprete (de prueba)')
      await form.getByRole('button', { name: 'Guardar' }).click()
      await page.getByText('Se guardó: Salud').waitFor()
      await page.getByRole('link', { name: 'Consentimientos' }).click()
      await heading(page, 'Consentimientos')
      await page.getByRole('strong').getByText('Guardar datos de salud').waitFor()
      await page.getByText('Jean Intérprete').waitFor()
    })
  })

  test('corrected by two at once: the second is told, sees both, chooses, and loses nothing typed', async () => {
    const first = await here.signedIn(caseWorker, { at: `/people/${mirlande}` })
    const second = await here.signedIn(coordinator, { at: `/people/${mirlande}` })
    try {
      for (const { page } of [first, second])
        await page.getByRole('button', { name: 'Corregir: Datos de la persona' }).click()
      await second.page.getByLabel('Primer apellido').fill('Désiré')
      await second.page
        .getByLabel(/Nombre que usa|Nombre con que/)
        .first()
        .fill('Mimi')
      await first.page.getByLabel('Primer apellido').fill('Desir')
      await first.page.getByRole('button', { name: 'Guardar' }).click()
      await first.page.getByText('Se guardó: Datos de la persona').waitFor()

      const { page } = second
      await page.getByRole('button', { name: 'Guardar' }).click()
      await page.getByText(/Tomás Iniestra cambió estos datos/).waitFor()
      await whole(page, 'person-conflict')
      const surname = page.getByRole('radiogroup', { name: 'Primer apellido' })
      expect(await surname.getByRole('radio', { name: 'Désiré' }).isChecked()).toBe(false)
      // What only the second changed is already theirs.
      expect(await page.getByRole('radio', { name: 'Mimi' }).isChecked()).toBe(true)
      await page.getByRole('button', { name: 'Guardar lo elegido' }).click()
      await page.getByText('elija una de las dos').waitFor()
      await page.getByRole('button', { name: 'Volver a lo que escribí' }).click()
      expect(await page.getByLabel('Primer apellido').inputValue()).toBe('Désiré')
      await page.getByRole('button', { name: 'Guardar' }).click()
      await surname.getByRole('radio', { name: 'Desir', exact: true }).check()
      await page.getByRole('button', { name: 'Guardar lo elegido' }).click()
      await page.getByText('Se guardó: Datos de la persona').waitFor()
      const { core } = await api<{ core: { surname1: string; chosenName: string } }>(
        page,
        'GET',
        `/api/people/${mirlande}`,
      )
      expect([core.surname1, core.chosenName]).toEqual(['Desir', 'Mimi'])
      expect(faults(second, [409])).toEqual([])
    } finally {
      await first.context.close()
      await second.context.close()
    }
  })

  test('and the same for a sheet without a number of its own', async () => {
    const first = await here.signedIn(caseWorker, { at: `/people/${mirlande}` })
    const second = await here.signedIn(coordinator, { at: `/people/${mirlande}` })
    try {
      for (const { page } of [first, second])
        await page.getByRole('button', { name: 'Corregir: Contacto' }).click()
      await first.page.getByLabel(/Dónde encontrar/).fill('En la biblioteca')
      await first.page.getByRole('button', { name: 'Guardar' }).click()
      await first.page.getByText('Se guardó: Contacto').waitFor()
      await second.page.getByLabel(/Dónde encontrar/).fill('En el parque')
      await second.page.getByRole('button', { name: 'Guardar' }).click()
      await second.page.getByRole('radio', { name: 'En el parque' }).check()
      await second.page.getByRole('button', { name: 'Guardar lo elegido' }).click()
      await second.page.getByText('Se guardó: Contacto').waitFor()
      await region(second.page, 'Contacto').getByText('En el parque').waitFor()
    } finally {
      await first.context.close()
      await second.context.close()
    }
  })
})

describe('who can see a file', () => {
  test('is one click away; shared, it opens to the other; ended, it closes; and who looked is told', async () => {
    const other = await here.signedIn(keeper, { at: `/people/${mirlande}` })
    await other.page.getByText(/No se encontró, o no está a su alcance/).waitFor()
    await as(caseWorker, `/people/${mirlande}`, async (page) => {
      await page.getByRole('link', { name: 'Quién puede ver este expediente' }).click()
      await heading(page, 'Quién puede ver este expediente')
      await page.getByRole('list', { name: 'Quién puede ver este expediente' }).waitFor()
      await page.getByText('Leyó el expediente').first().waitFor()
      await whole(page, 'person-access')
      await page.getByRole('button', { name: 'Compartir este expediente' }).click()
      const form = page.getByRole('form', { name: 'Compartir este expediente' })
      await form.getByRole('button', { name: 'Compartir' }).click()
      await form.getByRole('alert').getByText('elija la institución').waitFor()
      await form.getByRole('combobox', { name: 'Institución' }).fill('paloma')
      await page.getByRole('option', { name: 'Albergue La Paloma' }).click()
      await form.getByRole('checkbox', { name: 'Contacto' }).check()
      await form.getByRole('radio', { name: 'Albergue', exact: true }).check()
      await form.getByRole('radio', { name: 'Lo exige la ley' }).check()
      await screenshot(page, 'person-share')
      await form.getByRole('button', { name: 'Compartir' }).click()
      await page.getByText('El expediente se compartió').waitFor()

      await other.page.getByRole('button', { name: 'Intentar de nuevo' }).click()
      await heading(other.page, /Mimi Desir/)
      await region(other.page, 'Contacto').waitFor()
      expect(await other.page.getByRole('heading', { name: 'Salud' }).count()).toBe(0)

      // The looks are there once the worker has told them apart.
      await expect
        .poll(
          async () => {
            await page.reload()
            await page.getByRole('heading', { name: 'Quién lo ha visto' }).waitFor()
            return page.getByText('Elena Cuidadora, Albergue La Paloma').count()
          },
          { timeout: 30_000, interval: 1000 },
        )
        .toBeGreaterThan(0)

      await page.getByRole('button', { name: 'Cerrar acceso Albergue La Paloma' }).click()
      const sure = page.getByRole('alertdialog')
      await sure.getByRole('radio', { name: 'Lo pidió la persona' }).check()
      await sure.getByRole('button', { name: 'Cerrar acceso' }).click()
      await page.getByText('Albergue La Paloma ya no puede ver el expediente').waitFor()
      await other.page.reload()
      await other.page.getByText(/No se encontró, o no está a su alcance/).waitFor()
      await page.getByRole('button', { name: /Mostrar/ }).click()
      await page.getByText(/Lo pidió la persona/).waitFor()
    })
    await other.context.close()
  })

  test('one account of my own organization', async () => {
    await as(caseWorker, `/people/${mirlande}/access`, async (page) => {
      await page.getByRole('button', { name: 'Compartir este expediente' }).click()
      const form = page.getByRole('form', { name: 'Compartir este expediente' })
      await form.getByRole('radio', { name: 'Una sola persona de mi institución' }).check()
      await form.getByRole('combobox', { name: 'Colega' }).fill('rosa')
      await page.getByRole('option', { name: /Rosa Archundia/ }).click()
      await form.getByRole('radio', { name: 'Protección', exact: true }).check()
      await form.getByRole('radio', { name: /superior/i }).check()
      await form.getByRole('button', { name: 'Compartir' }).click()
      await page.getByRole('strong').getByText('Rosa Archundia, de DIF Municipal de Prueba').waitFor()
    })
  })

  test('a consent opens what it names, and withdrawn closes that and nothing else', async () => {
    const other = await here.signedIn(keeper, { at: `/people/${wilner}` })
    await other.page.getByText(/No se encontró/).waitFor()
    await as(caseWorker, `/people/${wilner}/consents`, async (page) => {
      await heading(page, 'Consentimientos')
      await page.getByText('No ha dado ningún consentimiento').waitFor()
      await whole(page, 'consents-none')
      // By keyboard into the form, out of it to the button, and in again.
      const open = page.getByRole('button', { name: 'Registrar un consentimiento' })
      await open.press('Enter')
      const purpose = page.getByRole('radio', { name: 'Compartir su expediente con otra institución' })
      await expect.poll(() => purpose.evaluate((one) => one === document.activeElement)).toBe(true)
      await page.getByRole('button', { name: 'Cancelar' }).press('Enter')
      await expect.poll(() => open.evaluate((one) => one === document.activeElement)).toBe(true)
      await open.press('Enter')
      const form = page.getByRole('form', { name: 'Registrar un consentimiento' })
      await form.getByRole('radio', { name: 'Compartir su expediente con otra institución' }).check()
      await form.getByRole('combobox', { name: 'Institución' }).fill('paloma')
      await page.getByRole('option', { name: 'Albergue La Paloma' }).click()
      await form.getByRole('radio', { name: 'Se lo leí en voz alta' }).check()
      await form
        .getByLabel(/intérprete|explicó/i)
        .first()
        .fill('Jean Intérprete (de prueba)')
      await form.getByRole('radio', { name: 'Firma', exact: true }).check()
      // A child's consent is given by whoever represents them.
      await form.getByRole('button', { name: 'Registrar', exact: true }).click()
      await form.getByRole('alert').waitFor()
      await whole(page, 'consent-give')
      await form
        .getByLabel(/representa/i)
        .first()
        .fill('Mirlande Désir')
      await form.getByRole('button', { name: 'Registrar', exact: true }).click()
      await page.getByText('El consentimiento quedó registrado').waitFor()
      await page.getByRole('strong').getByText('Compartir su expediente con Albergue La Paloma').waitFor()
      await whole(page, 'consents')

      await other.page.getByRole('button', { name: 'Intentar de nuevo' }).click()
      await heading(other.page, /Wilner/)

      await page.getByRole('button', { name: /^Retirar/ }).click()
      await page.getByRole('alertdialog').getByRole('button', { name: 'Retirar' }).click()
      await page.getByText('El consentimiento quedó retirado').waitFor()
      await page.getByText(/Retirado el/).waitFor()
      await other.page.reload()
      await other.page.getByText(/No se encontró/).waitFor()
      // My own access stands.
      await page.goto(`${here.url}/people/${wilner}`)
      await heading(page, /Wilner/)
    })
    await other.context.close()
  })
})

describe('a household', () => {
  test('parts, and is reunited', async () => {
    await as(caseWorker, `/people/${wilner}/household`, async (page) => {
      await heading(page, 'Familia')
      await page.getByRole('radio', { name: 'Alguien se separa' }).check()
      await whole(page, 'household-split')
      await page.getByRole('button', { name: 'Anotar el cambio' }).click()
      await heading(page, /Wilner/)
      await region(page, 'Familia').getByText('Viaja sin familia').waitFor()

      await page.goto(`${here.url}/people/${wilner}/household`)
      await page.getByRole('radio', { name: /Se une a otra familia/ }).check()
      await page.getByLabel('Nombre o código').fill('mirlande')
      await page.getByRole('button', { name: 'Buscar' }).click()
      await page.getByRole('button', { name: /Esta familia/ }).click()
      await page.getByRole('button', { name: 'Anotar el cambio' }).click()
      await page.getByRole('alert').getByText('elija el parentesco').waitFor()
      await page.getByLabel(/Wilner Pierre-Louis es, para/).selectOption('child')
      await screenshot(page, 'household-join')
      await page.getByRole('button', { name: 'Anotar el cambio' }).click()
      await heading(page, /Wilner/)
      await region(page, 'Familia').getByRole('link', { name: 'Mimi Desir' }).waitFor()
    })
  })
})

describe('an emergency', () => {
  test('asks the reason first, opens one file for hours, and says who is told', async () => {
    let code = ''
    await as(caseWorker, `/people/${wilner}`, async (page) => {
      code = (await api<{ code: string }>(page, 'GET', `/api/people/${wilner}`)).code
    })
    await as(
      keeper,
      `/people/${wilner}`,
      async (page) => {
        await page.getByText(/No se encontró/).waitFor()
        await page.getByRole('link', { name: 'Abrir por emergencia' }).click()
        await heading(page, 'Abrir por emergencia')
        await page.getByText(/La oficialía de datos recibe aviso/).waitFor()
        expect(await page.getByLabel('Código').count()).toBe(0)
        await page.getByRole('textbox', { name: '¿Por qué es urgente?' }).fill('Corto')
        await page.getByRole('button', { name: 'Continuar' }).click()
        await page.getByRole('alert').waitFor()
        await page
          .getByRole('textbox', { name: '¿Por qué es urgente?' })
          .fill('Llegó con fiebre alta, hay que saber si es alérgico')
        await page.getByRole('button', { name: 'Continuar' }).click()
        await page.getByRole('radio', { name: /Por nombre completo/ }).check()
        await page.getByRole('textbox', { name: 'Nombre o nombres' }).fill('Nadie Conocido')
        await page.getByLabel('Día').fill('1')
        await page.getByLabel('Mes').fill('1')
        await page.getByLabel('Año').fill('1990')
        await whole(page, 'emergency-name')
        await page.getByRole('button', { name: 'Abrir el expediente' }).click()
        await page.getByText(/No se encontró/).waitFor()
        await page.getByRole('radio', { name: 'Por el código de su tarjeta' }).check()
        await page.getByRole('textbox', { name: 'Código' }).fill(code)
        await page.getByRole('button', { name: 'Abrir el expediente' }).click()
        await page.getByText(/El expediente está abierto para usted hasta/).waitFor()
        await whole(page, 'emergency-opened')
        await page.getByRole('link', { name: 'Ver el expediente' }).click()
        await heading(page, /Wilner/)
      },
      [404],
    )
    await as(caseWorker, `/people/${wilner}/access`, async (page) => {
      await page.getByRole('strong').getByText('Elena Cuidadora, de Albergue La Paloma').waitFor()
      await page.getByText('Por emergencia', { exact: true }).waitFor()
    })
  })
})

describe('the duplicates desk', () => {
  test('names nobody until both are opened; joins, and parts again with what was written since', async () => {
    const ana = { ...cast.ana }
    let mine = ''
    await as(coordinator, '/', async (page) => {
      ;[mine] = (await registered(page, [person(ana, { contact: { phone: '686 555 0101' } })])) as [string]
    })
    await as(keeper, '/', async (page) => {
      await registered(page, [person({ ...ana, surname2: 'Castró' }, { contact: { phone: '6865550101' } })])
    })
    await as(coordinator, '/duplicates', async (page) => {
      await heading(page, 'Posibles duplicados')
      await expect
        .poll(
          async () => {
            await page.reload()
            await heading(page, 'Posibles duplicados')
            await page.waitForTimeout(300)
            return page.getByRole('button', { name: /Comparar/ }).count()
          },
          { timeout: 30_000, interval: 500 },
        )
        .toBe(1)
      expect(await page.content()).not.toContain('Barrios')
      // In words, field by field; no number passes for a verdict.
      await page.getByText('Probablemente es la misma persona').waitFor()
      await page.getByText(/Nombre: igual · Apellidos: igual · Fecha de nacimiento: igual/).waitFor()
      expect(await page.locator('main').textContent()).not.toMatch(/\d\s*%/)
      await whole(page, 'duplicates')
      await page.getByRole('button', { name: /Comparar/ }).click()
      await page
        .getByRole('table', { name: 'Comparar los dos expedientes' })
        .getByText('Ana Barrios Castró')
        .waitFor()
      await page.getByRole('cell', { name: /Nombre: igual\s*Apellidos: igual/ }).waitFor()
      await page.getByText('Probablemente es la misma persona').waitFor()
      await whole(page, 'duplicates-compare')
      await page.getByRole('button', { name: 'Es la misma persona', exact: true }).click()
      await page
        .getByRole('alertdialog')
        .getByText(/se pueden separar de nuevo/)
        .waitFor()
      await page.getByRole('alertdialog').getByRole('button', { name: 'Unir' }).click()
      await page.getByText('Los expedientes quedaron unidos').waitFor()
      await page.getByText('No hay duplicados por decidir').waitFor()

      await page.goto(`${here.url}/people/${mine}`)
      await page.getByText('Aquí se une otro expediente').waitFor()
      await page.getByRole('button', { name: /Lo que necesita del lugar/ }).click()
      await page.getByRole('checkbox').first().check()
      await page.getByRole('button', { name: 'Guardar' }).click()
      await page.getByText(/Se guardó/).waitFor()

      await page.goto(`${here.url}/duplicates?state=same`)
      await page.getByRole('button', { name: /Revisar/ }).click()
      await page.getByText(/Quedó el expediente de/).waitFor()
      await page.getByRole('button', { name: 'Separarlos' }).click()
      await page.getByRole('alertdialog').getByRole('button', { name: 'Separarlos' }).click()
      await page.getByText(/Mientras estuvieron unidos se escribió esto/).waitFor()
      await page
        .getByRole('list', { name: 'Escrito mientras estuvieron unidos' })
        .getByText(/Lo que necesita del lugar/)
        .first()
        .waitFor()
      await whole(page, 'duplicates-parted')
      await page.goto(`${here.url}/people/${mine}`)
      await heading(page, /Ana Barrios/)
      expect(await page.getByText('Aquí se une otro expediente').count()).toBe(0)
      await at(page, 1440)
    })
  })
})
