{%- set use_cases = assay.use_cases() -%}
-- depends_on: {{ ref('assay_inputs__use_cases') }}
with

declared_encodings as (
    select
        cast(null as string) as use_case,
        cast(null as string) as source_column,
        cast(null as string) as source_columns,
        cast(null as string) as encoding,
        cast(null as string) as strategy,
        cast(null as integer) as number,
        cast(null as integer) as ordinal,
        cast(null as integer) as top_k,
        cast(null as integer) as frequency_threshold,
        cast(null as integer) as first_rank,
        cast(null as integer) as size_low,
        cast(null as integer) as size_high,
        cast(null as integer) as buckets,
        cast(null as integer) as part,
        cast(null as {{ assay.array_type('integer') }}) as member_ordinals,
        cast(null as {{ assay.array_type('double') }}) as parameters
    where false
    {%- for use_case, declaration in use_cases.items() %}
    {%- for item in assay.declared_encodings(declaration) %}
    {%- set numbers = item.edges or ([item.power] if item.encoding == 'normalizer' else [])
        or ([item.buckets] if item.encoding == 'hash_bucketize' else []) %}
    union all
    select
        {{ dbt.string_literal(use_case) }},
        {{ assay.text_literal(item.columns[0]) }},
        {{ assay.text_literal(item.columns | join('|')) }},
        '{{ item.encoding }}',
        '{{ item.strategy }}',
        {{ item.number }},
        {{ item.ordinal }},
        {{ item.top_k or 'null' }},
        {{ item.frequency_threshold if item.frequency_threshold is defined else 'null' }},
        {{ 2 if item.drop == 'most_frequent' else 1 }},
        {{ item.sizes[0] if item.sizes else 1 }},
        {{ item.sizes[1] if item.sizes else 1 }},
        {{ item.buckets or 'null' }},
        {{ loop.index }},
        {{ assay.array_of(item.ordinals, 'integer') }},
        {{ assay.array_of(numbers, 'double') if numbers else 'null' }}
    {%- endfor %}
    {%- endfor %}
)

select * from declared_encodings
