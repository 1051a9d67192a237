import { MapPin, Pencil } from 'lucide-react'
import { useState } from 'react'
import { Badge } from '../../../ui/Badge.tsx'
import { Button } from '../../../ui/Button.tsx'
import { Checkbox } from '../../../ui/CheckboxGroup.tsx'
import { useDo } from '../../../ui/data.ts'
import { Form } from '../../../ui/Form.tsx'
import { useFormat } from '../../../ui/format.ts'
import { InPlace } from '../../../ui/InPlace.tsx'
import { useT } from '../../../ui/language.tsx'
import { NumberField, readNumber } from '../../../ui/NumberField.tsx'
import { Select } from '../../../ui/Select.tsx'
import { Section } from '../../../ui/Sheet.tsx'
import { useCan } from '../../../ui/session.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { toast } from '../../../ui/Toast.tsx'
import { useForm } from '../../../ui/useForm.ts'
import type { Organization, Place } from '../contract.ts'
import type { CodeOf } from './codes.ts'
import { Municipality } from './ProfileForm.tsx'
import { useChoices, useCode } from './words.ts'

/** Where they are. A shelter's address is not public unless somebody says so. */
export function Places({ told }: { told: Organization }) {
  const t = useT()
  const say = useCode()
  const format = useFormat()
  const may = useCan('place.edit')
  const [editing, setEditing] = useState<string>()
  return (
    <Section
      title={t('directory.place.title')}
      actions={
        may &&
        editing === undefined && (
          <Button icon={MapPin} onPress={() => setEditing('new')}>
            {t('directory.place.add')}
          </Button>
        )
      }
    >
      {editing === 'new' && (
        <InPlace>
          <Edit told={told} onDone={() => setEditing(undefined)} />
        </InPlace>
      )}
      {told.places.length === 0 && editing === undefined && (
        <p className="muted">{t('directory.place.none')}</p>
      )}
      <ul className="sentences" aria-label={t('directory.place.title')}>
        {told.places.map((place) =>
          editing === place.id ? (
            <li key={place.id} className="whole-line">
              <InPlace>
                <Edit told={told} place={place} onDone={() => setEditing(undefined)} />
              </InPlace>
            </li>
          ) : (
            <li key={place.id}>
              <span>
                <span className="sentence">
                  <strong>{place.name}</strong>
                  {place.closedAt && (
                    <Badge>{t('directory.place.closed', { day: format.day(place.closedAt) })}</Badge>
                  )}
                  {!place.addressPublic && place.address && <Badge>{t('directory.place.notPublic')}</Badge>}
                </span>
                <span className="muted">
                  {[
                    say('placeKind', place.kind),
                    place.address,
                    place.capacity !== undefined &&
                      t('directory.place.capacityOf', { count: place.capacity }),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </span>
              {may && editing === undefined && (
                <span className="actions">
                  <Button kind="quiet" icon={Pencil} onPress={() => setEditing(place.id)}>
                    {t('directory.organization.edit')}
                    <span className="hidden"> {place.name}</span>
                  </Button>
                </span>
              )}
            </li>
          ),
        )}
      </ul>
    </Section>
  )
}

type TypedPlace = {
  kind: CodeOf<'placeKind'> | ''
  name: string
  state: string
  cvegeo: string
  address: string
  addressPublic: boolean
  capacity: string
  closed: boolean
}

function Edit({ told, place, onDone }: { told: Organization; place?: Place; onDone: () => void }) {
  const t = useT()
  const kinds = useChoices('placeKind')
  const save = useDo<Place, unknown>(place ? 'PUT' : 'POST', place ? '/api/places/:placeId' : '/api/places', {
    params: { placeId: place?.id ?? '' },
    after: ['/api/organizations', '/api/places'],
  })
  const form = useForm<TypedPlace>({
    initial: {
      kind: place?.kind ?? '',
      name: place?.name ?? '',
      state: (place?.cvegeo ?? told.cvegeo ?? '').slice(0, 2),
      cvegeo: place?.cvegeo ?? told.cvegeo ?? '',
      address: place?.address ?? '',
      addressPublic: place?.addressPublic ?? false,
      capacity: place?.capacity === undefined ? '' : String(place.capacity),
      closed: place?.closedAt !== undefined,
    },
    check: (typed) => [
      ...(typed.kind === '' ? [{ path: 'kind', message: t('directory.wrong.choose') }] : []),
      ...(typed.name.trim() === '' ? [{ path: 'name', message: t('directory.wrong.name') }] : []),
      ...(typed.capacity.trim() !== '' && !Number.isInteger(readNumber(typed.capacity))
        ? [{ path: 'capacity', message: t('directory.wrong.number') }]
        : []),
    ],
    submit: async (typed) => {
      await save.mutateAsync({
        organizationId: told.organizationId,
        kind: typed.kind,
        name: typed.name.trim(),
        ...(typed.cvegeo ? { cvegeo: typed.cvegeo } : {}),
        ...(typed.address.trim() ? { address: typed.address.trim() } : {}),
        ...(place?.latitude !== undefined ? { latitude: place.latitude } : {}),
        ...(place?.longitude !== undefined ? { longitude: place.longitude } : {}),
        ...(typed.capacity.trim() ? { capacity: readNumber(typed.capacity) } : {}),
        addressPublic: typed.addressPublic,
        ...(place ? { version: place.version, closed: typed.closed } : {}),
      })
      toast(t('directory.place.saved'))
      onDone()
    },
  })
  return (
    <Form
      form={form}
      label={t('directory.place.add')}
      actions={
        <>
          <Button type="submit" kind="primary" busy={form.busy}>
            {t('ui.save')}
          </Button>
          <Button kind="quiet" onPress={onDone}>
            {t('ui.cancel')}
          </Button>
        </>
      }
    >
      <Select label={t('directory.place.kind')} choices={kinds} {...form.field('kind')} />
      <TextField label={t('directory.field.name')} maxLength={200} {...form.field('name')} />
      <Municipality
        state={form.values.state}
        cvegeo={form.values.cvegeo}
        onChange={(state, cvegeo) => form.setAll({ ...form.values, state, cvegeo })}
      />
      <TextField label={t('directory.place.address')} optional maxLength={300} {...form.field('address')} />
      <Checkbox
        label={t('directory.place.addressPublic')}
        help={t('directory.place.addressPublicHelp')}
        {...form.field('addressPublic')}
      />
      <NumberField
        label={t('directory.place.capacity')}
        optional
        unit={t('directory.place.capacityUnit')}
        {...form.field('capacity')}
      />
      {place && <Checkbox label={t('directory.place.isClosed')} {...form.field('closed')} />}
    </Form>
  )
}
