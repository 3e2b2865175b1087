{%- set fitted = [
    'standard_scaler', 'min_max_scaler', 'max_abs_scaler', 'robust_scaler', 'imputer',
    'quantile_bucketize',
] -%}
{%- set bucket_counts = [] -%}
{%- set ordinals = {} -%}
{%- for use_case, declaration in assay.use_cases().items() -%}
    {%- set declared = assay.declared_encodings(declaration) -%}
    {%- set items = declared | selectattr('encoding', 'in', fitted) | list -%}
    {%- do bucket_counts.extend(items | map(attribute='buckets') | select('defined') | list) -%}
    {%- if items -%}
        {%- do ordinals.update({use_case: items | map(attribute='ordinal') | list}) -%}
    {%- endif -%}
{%- endfor -%}
with

declared_encodings as (
    select * from {{ ref('assay_features__declared_encodings') }}
    where
        encoding in (
            {%- for encoding in fitted %}
            '{{ encoding }}'{{ ',' if not loop.last }}
            {%- endfor %}
        )
),

splits as (
    select * from {{ ref('assay_features__splits') }}
),

training_values as (
    {{ assay.select_training_values(['numeric'], ordinals=ordinals) }}
),

known_values as (
    select
        declared_encodings.use_case,
        declared_encodings.number,
        declared_encodings.ordinal,
        declared_encodings.buckets,
        training_values.value
    from declared_encodings
    inner join training_values
        on
            declared_encodings.use_case = training_values.use_case
            and declared_encodings.ordinal = training_values.ordinal
    where training_values.value is not null
),

centres as (
    select
        use_case,
        number,
        ordinal,
        count(*) as row_count,
        min(value) as low,
        max(value) as high,
        {{ assay.ordered_sum('value', 'value') }} / count(*) as mean,
        {{ assay.quantile('value', 0.25) }} as lower_quartile,
        {{ assay.median('value') }} as middle,
        {{ assay.quantile('value', 0.75) }} as upper_quartile
    from known_values
    group by use_case, number, ordinal
),

spreads as (
    select
        known_values.use_case,
        known_values.number,
        known_values.ordinal,
        sqrt(
            {{ assay.ordered_sum(
                'power(known_values.value - centres.mean, 2)', 'known_values.value'
            ) }}
            / nullif(count(*) - 1, 0)
        ) as deviation
    from known_values
    inner join centres
        on
            known_values.use_case = centres.use_case
            and known_values.number = centres.number
            and known_values.ordinal = centres.ordinal
    group by known_values.use_case, known_values.number, known_values.ordinal
),

frequencies as (
    select
        use_case,
        number,
        ordinal,
        value,
        row_number() over (
            partition by use_case, number, ordinal order by count(*) desc, value
        ) as rank
    from known_values
    group by use_case, number, ordinal, value
),

edges as (
    select
        cast(null as string) as use_case,
        cast(null as integer) as number,
        cast(null as integer) as ordinal,
        cast(null as {{ assay.array_type('double') }}) as edges
    where false
    {%- for buckets in bucket_counts | unique %}
    {%- set rates = [] %}
    {%- for bucket in range(1, buckets) %}{% do rates.append(bucket / buckets) %}{% endfor %}
    union all
    select
        use_case,
        number,
        ordinal,
        {{ assay.quantiles('value', rates) }}
    from known_values
    where buckets = {{ buckets }}
    group by use_case, number, ordinal
    {%- endfor %}
),

number_fits as (
    select
        centres.*,
        spreads.deviation,
        frequencies.value as most_frequent,
        edges.edges
    from centres
    inner join spreads
        on
            centres.use_case = spreads.use_case
            and centres.number = spreads.number
            and centres.ordinal = spreads.ordinal
    inner join frequencies
        on
            centres.use_case = frequencies.use_case
            and centres.number = frequencies.number
            and centres.ordinal = frequencies.ordinal
            and frequencies.rank = 1
    left join edges
        on
            centres.use_case = edges.use_case
            and centres.number = edges.number
            and centres.ordinal = edges.ordinal
)

select * from number_fits
