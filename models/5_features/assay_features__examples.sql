{%- set use_cases = assay.use_cases() -%}
with

splits as (
    select
        *,
        {{ assay._encoding_fold() }} as encoding_fold
    from {{ ref('assay_features__splits') }}
),

feature_spaces as (
    select distinct use_case, feature_space_version
    from {{ ref('assay_features__feature_space') }}
),

target_encodings as (
    select * from {{ ref('assay_features__target_encodings') }}
),

encoded as (
    select
        cast(null as string) as use_case,
        cast(null as string) as entity_id,
        cast(null as string) as cluster_id,
        cast(null as string) as split,
        cast(null as string) as label_class,
        cast(null as bigint) as example_number,
        cast(null as integer) as fold,
        cast(null as integer) as learned_from_fold,
        cast(null as double) as label,
        cast(null as double) as weight,
        cast(null as {{ assay.array_type('float') }}) as features,
        cast(null as timestamp) as decided_at
    where false
    {%- for use_case, declaration in use_cases.items() %}
    {{ assay.select_examples(use_case, declaration) }}
    {%- endfor %}
),

examples as (
    select
        encoded.use_case,
        encoded.entity_id,
        encoded.cluster_id,
        encoded.split,
        encoded.label_class,
        coalesce(feature_spaces.feature_space_version, 'empty') as feature_space_version,
        encoded.example_number,
        encoded.fold,
        encoded.learned_from_fold,
        encoded.label,
        encoded.weight,
        encoded.features,
        encoded.decided_at
    from encoded
    left join feature_spaces
        on encoded.use_case = feature_spaces.use_case
)

select * from examples
order by example_number
