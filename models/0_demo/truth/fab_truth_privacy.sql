with

truth_privacy as (
    {{ assay.fab_rows([
        {'quasi_identifiers': 'birth_year, sex, postcode', 'person_count': 120, 'unique_count': 116,
         'smallest_group': 1},
        {'quasi_identifiers': 'birth_year in steps of 20, sex, first three digits of postcode',
         'person_count': 120, 'unique_count': 0, 'smallest_group': 5},
    ], {
        'quasi_identifiers': 'string', 'person_count': 'integer', 'unique_count': 'integer',
        'smallest_group': 'integer',
    }) | indent(4) }}
)

select * from truth_privacy
