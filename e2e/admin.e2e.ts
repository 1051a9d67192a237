import { beforeAll, describe, expect, test } from 'vitest'
import { loadStates } from '../src/apps/catalogue.ts'
import { addTenant } from '../src/apps/setup.ts'
import { newId } from '../src/shared/id.ts'
import { cast, notice, organization, person } from '../test/factories.ts'
import { api, heading, registered, whole } from './acting.ts'
import { at, fits, open, screenshot } from './harness.ts'
import { testSite, type Worker } from './site.ts'

// Who works here, what they did, with whom there is an agreement: the desks nobody sees a file from.

const here = await testSite()
const { as } = here
let administrator: Worker
let dataOfficer: Worker
let caseWorker: Worker

beforeAll(async () => {
  administrator = await here.worker('tenant_administrator', { name: 'Amalia Administradora' })
  dataOfficer = await here.worker('data_officer', { name: 'Diego Oficial' })
  caseWorker = await here.worker('case_worker', { name: 'Tomás Iniestra' })
})

describe('who works here', () => {
  test('an invitation is shown once, accepted by a new colleague, who then signs in', async () => {
    let link = ''
    await as(administrator, '/admin/people-here', async (page) => {
      await heading(page, 'Quién trabaja aquí')
      await page
        .getByRole('table', { name: /Personas y funciones/ })
        .getByText('Tomás Iniestra')
        .waitFor()
      await whole(page, 'colleagues')
      await page.getByRole('button', { name: 'Invitar a alguien' }).click()
      const form = page.getByRole('form', { name: 'Invitar a alguien' })
      await form.getByRole('button', { name: 'Crear la invitación' }).click()
      await form
        .getByRole('alert')
        .getByText(/escriba el nombre/)
        .waitFor()
      await whole(page, 'invite')
      await form.getByLabel('Nombre completo').fill('Noemí Nueva')
      await form.getByLabel('Correo electrónico').fill('noemi@prueba.example')
      await form.getByRole('radio', { name: 'Registro', exact: true }).check()
      await form.getByRole('button', { name: 'Crear la invitación' }).click()
      await page.getByText('La invitación para Noemí Nueva está lista').waitFor()
      await screenshot(page, 'invited-link')
      link = (await page.locator('[data-link]').textContent()) ?? ''
      await page.reload()
      await page.getByText('noemi@prueba.example').waitFor()
      expect(await page.locator('[data-link]').count()).toBe(0)
    })

    const { page, context, complaints } = await open(here.browser)
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await page.goto(link)
    await heading(page, 'Aceptar la invitación')
    await page.getByText('DIF Municipal de Prueba le da la función «Registro».').waitFor()
    await whole(page, 'invitation')
    await page.getByText('English').click()
    await heading(page, 'Accept the invitation')
    await screenshot(page, 'invitation-en')
    await page.getByText('Español').click()
    await page.getByLabel('Elija una contraseña').fill('corta')
    await page.getByRole('button', { name: 'Aceptar y entrar' }).click()
    await page
      .getByRole('alert')
      .getByText(/lleva de 12 a 128/)
      .waitFor()
    await page.getByLabel('Elija una contraseña').fill('una frase bastante larga')
    await page.getByLabel('Escríbala otra vez').fill('una frase bastante larga')
    await page.getByRole('button', { name: 'Aceptar y entrar' }).click()
    await page.waitForURL(/\/sign-in/)
    await page.locator('input[name=email]').fill('noemi@prueba.example')
    await page.locator('input[name=password]').fill('una frase bastante larga')
    await page.locator('form button[type=submit]').first().click()
    const places = page.getByRole('navigation', { name: 'Lugares' })
    await places.getByRole('link', { name: 'Personas' }).waitFor()
    // The token was in no address that left the browser.
    const token = link.split('.').at(-1) ?? ''
    expect(asked.filter((url) => url.split('#')[0]?.includes(token))).toEqual([])
    expect(complaints).toEqual([])

    // Used, it is over.
    const again = await open(here.browser)
    await again.page.goto(link)
    await again.page.getByText('Esta invitación ya no vale').waitFor()
    await again.page.goto(`${here.url}/invitation`)
    await again.page.getByText('A la dirección le falta la clave de la invitación').waitFor()
    await whole(again.page, 'invitation-over')
    await again.context.close()
    await context.close()
  })

  test('a role is given and ended; nobody gives one to themselves', async () => {
    await as(administrator, '/admin/people-here', async (page) => {
      const own = page.getByRole('row', { name: /Amalia Administradora/ })
      expect(await own.getByRole('button', { name: /Dar otra función/ }).getAttribute('aria-disabled')).toBe(
        'true',
      )
      const row = page.getByRole('row', { name: /Tomás Iniestra/ })
      await row.getByRole('button', { name: /Dar otra función/ }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('radio', { name: 'Coordinación', exact: true }).check()
      await dialog.getByRole('button', { name: 'Dar otra función' }).click()
      await page.getByText('Tomás Iniestra tiene una función más').waitFor()
      await page.getByRole('button', { name: 'Terminar: Tomás Iniestra, Coordinación' }).click()
      await page.getByRole('alertdialog').getByRole('button', { name: 'Terminar' }).click()
      await page.getByText('Terminó la función «Coordinación» de Tomás Iniestra').waitFor()
    })
  })
})

describe('my account', () => {
  test('lists where I am signed in, and signs out elsewhere', async () => {
    const elsewhere = await here.signedIn(caseWorker, { again: true })
    await as(caseWorker, '/me', async (page) => {
      await heading(page, 'Mi cuenta')
      await page.getByText('Ésta', { exact: true }).waitFor()
      await whole(page, 'me')
      await page
        .getByRole('list', { name: 'Mis sesiones abiertas' })
        .getByRole('button', { name: /^Cerrar sesión/ })
        .first()
        .click()
      await page.getByRole('alertdialog').getByRole('button', { name: 'Cerrar sesión' }).click()
      await page.getByText('La sesión se cerró').waitFor()
      await elsewhere.page.goto(`${here.url}/people`)
      await elsewhere.page.waitForURL(/\/sign-in/)
    })
    await elsewhere.context.close()
  })
})

describe('an agreement', () => {
  test('opens an organization’s files, and ended closes them at once', async () => {
    const shelterId = await organization(here.house, here.town.tenantId, {
      name: 'Albergue Sin Convenio',
      agreementUntil: null,
    })
    await notice(here.house, here.town.tenantId, shelterId)
    const keeper = await here.worker('case_worker', { name: 'Elena Cuidadora', organizationId: shelterId })
    await as(administrator, '/services', async (page) => {
      await heading(page, 'Servicios e instituciones')
      await page.getByRole('link', { name: 'Albergue Sin Convenio' }).waitFor()
      await whole(page, 'services')
      await page.getByRole('searchbox', { name: 'Buscar una institución' }).fill('sin convenio')
      await page.keyboard.press('Enter')
      await page.getByRole('link', { name: 'DIF Municipal de Prueba' }).waitFor({ state: 'detached' })
      await page.getByRole('link', { name: 'Albergue Sin Convenio' }).click()
      await heading(page, 'Albergue Sin Convenio')
      await page.getByText('No hay ningún convenio: esta institución no ve a nadie.').waitFor()
      await whole(page, 'organization')
      await page.getByRole('button', { name: 'Registrar un convenio firmado' }).click()
      const form = page.getByRole('form', { name: 'Registrar un convenio firmado' })
      await form.getByRole('button', { name: 'Registrar', exact: true }).click()
      await form.getByRole('alert').waitFor()
      await whole(page, 'agreement')
      await form.getByLabel('Clase de convenio').selectOption('collaboration')
      for (const [group, year] of [
        ['Firmado el', '2026'],
        ['Vale hasta el', '2028'],
      ] as const) {
        const day = form.getByRole('group', { name: group })
        await day.getByLabel('Día').fill('1')
        await day.getByLabel('Mes').fill('2')
        await day.getByLabel('Año').fill(year)
      }
      await form.getByRole('button', { name: 'Registrar', exact: true }).click()
      await page.getByText('El convenio quedó registrado').waitFor()
    })

    const other = await here.signedIn(keeper)
    const [ana] = (await registered(other.page, [person(cast.ana)])) as [string]
    await other.page.goto(`${here.url}/people/${ana}`)
    await heading(other.page, 'Ana Barrios Castro')

    await as(administrator, `/services/${shelterId}`, async (page) => {
      await page.getByRole('button', { name: /^Terminar/ }).click()
      const sure = page.getByRole('alertdialog')
      await sure.getByText(/dejan de ver todos los expedientes en este momento/).waitFor()
      await sure.getByRole('button', { name: 'Terminar' }).click()
      await sure
        .getByRole('alert')
        .getByText(/escriba el motivo/)
        .waitFor()
      await screenshot(page, 'agreement-end')
      await sure.getByLabel('Motivo').fill('Cerró sus puertas')
      await sure.getByRole('button', { name: 'Terminar' }).click()
      await page.getByText('El convenio terminó').waitFor()
    })
    await other.page.reload()
    await other.page.getByText(/No se encontró, o no está a su alcance/).waitFor()
    expect(await other.page.content()).not.toContain('Barrios')
    await other.context.close()
  })

  test('an organization is added, with a place whose address is kept private', async () => {
    await as(administrator, '/services/new', async (page) => {
      await heading(page, 'Agregar una institución')
      await page.getByRole('button', { name: 'Guardar' }).click()
      await page.getByRole('alert').waitFor()
      await whole(page, 'organization-new')
      await page.getByLabel('Nombre', { exact: true }).fill('Casa del Río')
      await page.getByLabel('Clase').selectOption('cso')
      await page.getByLabel('Sector', { exact: true }).selectOption('civil_society')
      await page.getByRole('radio', { name: 'Encargada' }).check()
      await page.getByRole('radio', { name: /particulares/ }).check()
      await page.getByRole('button', { name: 'Guardar' }).click()
      await heading(page, 'Casa del Río')
      await page.getByRole('button', { name: 'Agregar un lugar' }).click()
      const form = page.getByRole('form', { name: 'Agregar un lugar' })
      await form.getByLabel('Clase de lugar').selectOption('shelter')
      await form.getByLabel('Nombre', { exact: true }).fill('Casa')
      await form
        .getByLabel(/Dirección/)
        .first()
        .fill('Calle Uno 1')
      await form.getByLabel(/Capacidad/).fill('40')
      await form.getByRole('button', { name: 'Guardar' }).click()
      await page.getByText('Dirección reservada').waitFor()
      await page.getByText('40 personas').waitFor()
      await page.getByRole('button', { name: 'Corregir: Datos de la institución' }).click()
      await page.getByLabel('Persona de contacto').fill('Inés de Prueba')
      await page.getByRole('button', { name: 'Guardar' }).click()
      await page.getByText('Inés de Prueba').waitFor()
    })
  })

  test('a notice is published in every language it has, by the data officer', async () => {
    await as(dataOfficer, `/services/${here.town.officeId}`, async (page) => {
      await page.getByRole('button', { name: 'Publicar una versión nueva' }).click()
      const form = page.getByRole('form', { name: 'Publicar una versión nueva' })
      await form.getByLabel('Nombre de la versión').fill('2026-2')
      await form
        .getByLabel(/Aviso corto/)
        .first()
        .fill('Le pedimos sus datos para ayudarle.')
      await whole(page, 'notice')
      await form.getByRole('button', { name: 'Publicar una versión nueva' }).click()
      await page.getByText('El aviso quedó publicado').waitFor()
      await page.getByText('Versión 2026-2').waitFor()
    })
    await as(caseWorker, '/', async (page) => {
      const told = await api<{ version: string }>(page, 'GET', '/api/notice')
      expect(told.version).toBe('2026-2')
    })
  })

  test('a stage of the strategy begins', async () => {
    await as(administrator, '/admin/tenant', async (page) => {
      await heading(page, 'Municipio y etapa')
      await page.getByText('Aún no se ha registrado ninguna etapa').waitFor()
      const begin = page.getByRole('button', { name: 'Empezar una etapa' })
      await begin.press('Enter')
      // The form took the place of the button, and the focus with it.
      await page.keyboard.press('Space')
      expect(await page.getByRole('radio').first().isChecked()).toBe(true)
      await page.getByRole('radio', { name: 'Piloto' }).check()
      await page.getByLabel('Día').fill('1')
      await page.getByLabel('Mes').fill('9')
      await page.getByLabel('Año').fill('2026')
      await whole(page, 'tenant')
      await page.getByRole('button', { name: 'Guardar' }).click()
      await page.getByText('desde el 1 sep 2026').waitFor()
      await expect.poll(() => begin.evaluate((one) => one === document.activeElement)).toBe(true)
    })
  })
})

describe('the data officer', () => {
  test('sees deeds and outcomes in words, filtered, without saying of whom', async () => {
    await as(dataOfficer, '/admin', async (page) => {
      await heading(page, 'Gestión')
      await whole(page, 'admin')
      await page.getByRole('link', { name: 'Registro de eventos' }).click()
      await heading(page, 'Registro de eventos')
      await page.getByRole('table').waitFor()
      await whole(page, 'events')
      await page.getByRole('combobox', { name: /^Acción/ }).fill('registró personas')
      await page.getByRole('option', { name: 'Registró personas' }).click()
      await page.waitForURL(/verb=person\.register/)
      await page
        .getByRole('row', { name: /Elena Cuidadora/ })
        .getByText('Hecho')
        .first()
        .waitFor()
      expect(await page.content()).not.toContain('Barrios')
      const since = page.getByRole('group', { name: 'Desde' })
      await since.getByLabel('Día').fill('1')
      await since.getByLabel('Mes').fill('2')
      await since.getByLabel('Año').fill('2090')
      await page.getByText('Ningún evento').waitFor()
      await page.getByRole('button', { name: 'Quitar filtros' }).click()
      await page.waitForURL((url) => !url.search.includes('verb'))
      await page
        .getByRole('row', { name: /Elena Cuidadora/ })
        .first()
        .waitFor()
      expect(await since.getByLabel('Año').inputValue()).toBe('')
    })
  })

  test('reviews an emergency opening, and closes it', async () => {
    const keeperOffice = await organization(here.house, here.town.tenantId, { name: 'Albergue Urgente' })
    await notice(here.house, here.town.tenantId, keeperOffice)
    const keeper = await here.worker('case_worker', { name: 'Úrsula Urgente', organizationId: keeperOffice })
    let code = ''
    let id = ''
    await as(caseWorker, '/', async (page) => {
      ;[id] = (await registered(page, [person(cast.mirlande)])) as [string]
      code = (await api<{ code: string }>(page, 'GET', `/api/people/${id}`)).code
    })
    const other = await here.signedIn(keeper)
    await api(other.page, 'POST', '/api/emergencies', { code, reason: 'Llegó sin sentido', hours: 4 })
    await other.page.goto(`${here.url}/people/${id}`)
    await heading(other.page, /Mirlande/)
    await as(dataOfficer, '/admin/emergencies', async (page) => {
      await heading(page, 'Aperturas por emergencia')
      await page.getByText('Llegó sin sentido').waitFor()
      expect(await page.content()).not.toContain('Mirlande')
      await whole(page, 'emergencies')
      await page.getByRole('button', { name: /^Dar por revisada/ }).click()
      await page.getByText(/Revisada el/).waitFor()
      await page.getByRole('button', { name: /^Cerrar acceso/ }).click()
      await page.getByRole('alertdialog').getByRole('button', { name: 'Cerrar acceso' }).click()
      await page.getByText('El acceso se cerró').waitFor()
    })
    await other.page.reload()
    await other.page.getByText(/No se encontró/).waitFor()
    await other.context.close()
  })

  test('a page of another role says so, and asks nothing', async () => {
    await as(caseWorker, '/admin/events', async (page) => {
      await heading(page, 'Su función no abre esta página')
    })
  })
})

describe('the operator', () => {
  let operator: Worker

  beforeAll(async () => {
    operator = await here.worker('operator', { name: 'Olga Operadora' })
    await loadStates(here.house.owner)
    const added = async (name: string, cvegeo: string, since: string, demo = false) => {
      const { tenantId } = await addTenant(here.house.owner, here.house.vault, {
        kind: 'municipality',
        name,
        cvegeo,
        demo,
        organization: {
          name: `DIF Municipal de ${name}`,
          kind: 'municipal_government',
          sector: 'public',
          governmentLevel: 'municipal',
        },
      })
      await here.house.owner.db
        .updateTable('access.tenant')
        .set({ created_at: `${since}T18:00:00Z` })
        .where('id', '=', tenantId)
        .execute()
      return tenantId
    }
    const merida = await added('Mérida', '31050', '2026-05-05')
    await here.house.owner.db
      .insertInto('directory.tenant_stage')
      .values([
        { tenant_id: merida, id: newId(), stage: 'design', from_day: '2025-03-01', until_day: '2026-04-15' },
        { tenant_id: merida, id: newId(), stage: 'scale_up', from_day: '2026-04-15', until_day: null },
      ])
      .execute()
    await added('Dolores Hidalgo Cuna de la Independencia Nacional', '11014', '2031-01-01', true)
    // Enough for a second page.
    for (let n = 1; n <= 50; n++)
      await added(`Municipio ${n} de prueba`, `20${String(n).padStart(3, '0')}`, '2026-06-01')
  })

  test('reads where the strategy runs and at which stage, and sees nobody', async () => {
    await as(operator, '/admin', async (page) => {
      await heading(page, 'Gestión')
      await page.getByRole('link', { name: 'Municipios', exact: true }).click()
      await heading(page, 'Municipios')
      await page.getByText('Desde aquí no se ve a ninguna persona registrada.').waitFor()
      const merida = page.getByRole('row', { name: /^Mérida/ })
      await merida.getByText('Extensión').waitFor()
      await merida.getByText('desde el 15 abr 2026').waitFor()
      await merida.getByText('1 mar 2025').waitFor()
      await merida.getByText('Yucatán').waitFor()
      await merida.getByText('DIF Municipal de Mérida').waitFor()
      await merida.getByText('1 institución con convenio, 0 cuentas').waitFor()
      await page
        .getByRole('row', { name: /^Municipio 1 de prueba/ })
        .getByText('Sin etapa')
        .waitFor()
      await whole(page, 'tenants')
      // As narrow as a table may be before it stacks, and stacked in two columns.
      await page.setViewportSize({ width: 1000, height: 900 })
      await fits(page)
      await screenshot(page, 'tenants-1000', false)
      await at(page, 768)
      await fits(page)
      await at(page, 1440)
      // Fifty on a page; the next one keeps its place in the address.
      await page.getByRole('button', { name: 'Siguiente' }).click()
      await page.waitForURL(/page=2/)
      await page.getByText('51 a 53 de 53').waitFor()
      await page.reload()
      await page.getByRole('row', { name: /^Municipio 50 de prueba/ }).waitFor()
      expect(await page.getByRole('row', { name: /^Mérida/ }).count()).toBe(0)
    })
  })

  test('searches without accents, filters by stage and sorts, by keyboard, in an address that can be sent', async () => {
    await as(operator, '/admin/tenants?page=2', async (page) => {
      const rows = page.getByRole('table').getByRole('rowheader')
      await page.getByText('51 a 53 de 53').waitFor()
      await page.keyboard.press('/')
      await page.keyboard.type('merida yucatan')
      await page.keyboard.press('Enter')
      await page.waitForURL((url) => url.searchParams.get('text') === 'merida yucatan')
      await expect.poll(() => rows.allTextContents()).toEqual(['Mérida31050'])

      const find = page.getByRole('searchbox', { name: 'Buscar un municipio' })
      await find.fill('11014')
      await find.press('Enter')
      await expect.poll(() => rows.first().textContent()).toContain('Dolores Hidalgo')
      expect(await rows.count()).toBe(1)
      await find.fill('')
      await page.getByText('53 en total').waitFor()

      await page.getByLabel('Etapa').selectOption('none')
      await page.waitForURL(/stage=none/)
      await page.getByRole('row', { name: /^Mérida/ }).waitFor({ state: 'detached' })
      await page.getByLabel('Etapa').selectOption('scale_up')
      await expect.poll(() => rows.allTextContents()).toEqual(['Mérida31050'])
      await page.getByLabel('Etapa').selectOption('')
      await page.getByText('53 en total').waitFor()

      const since = page.getByRole('columnheader', { name: 'Inicio' })
      await since.getByRole('button').press('Enter')
      await page.waitForURL(/sort=since/)
      await expect.poll(() => rows.first().textContent()).toContain('Mérida')
      expect(await since.getAttribute('aria-sort')).toBe('ascending')
      await since.getByRole('button').press('Enter')
      await page.waitForURL(/sort=-since/)
      await expect.poll(() => rows.first().textContent()).toContain('Dolores Hidalgo')
      expect(await since.getAttribute('aria-sort')).toBe('descending')
      // Narrow, the same order is chosen from a list; whoever gets the address finds what was left.
      await at(page, 320)
      await page.getByLabel('Ordenar por').selectOption('-name')
      await page.waitForURL(/sort=-name/)
      await page.reload()
      await expect.poll(() => rows.first().textContent()).toMatch(/^Villa Prueba/)
    })
  })

  test('is told that nothing was found, what to do, and reads it in English', async () => {
    await as(operator, '/admin/tenants?text=atlantida&stage=pilot', async (page) => {
      await page.getByText('Ningún municipio coincide').waitFor()
      await whole(page, 'tenants-none')
      await page.getByRole('button', { name: 'Ver todos' }).click()
      await page.getByText('53 en total').waitFor()
      expect(new URL(page.url()).search).toBe('')
      expect(await page.getByRole('searchbox').inputValue()).toBe('')
      await page.getByRole('button', { name: 'Cuenta de Olga Operadora' }).click()
      await page.getByText('English').click()
      await page.keyboard.press('Escape')
      await heading(page, 'Municipalities')
      await page.getByText('Nobody who is registered is seen from here.').waitFor()
      await page
        .getByRole('row', { name: /^Mérida/ })
        .getByText('Scale-up')
        .waitFor()
      await screenshot(page, 'tenants-en')
    })
  })

  test('is alone to: another role is told so, and is not offered it', async () => {
    await as(administrator, '/admin', async (page) => {
      await heading(page, 'Gestión')
      await page.getByRole('link', { name: 'Municipio y etapa' }).waitFor()
      expect(await page.getByRole('link', { name: 'Municipios', exact: true }).count()).toBe(0)
    })
    await as(caseWorker, '/admin/tenants', async (page) => {
      await heading(page, 'Su función no abre esta página')
    })
  })
})
