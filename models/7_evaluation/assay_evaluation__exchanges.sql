{%- set points = var('assay_effect_points', 20) -%}
{%- set sample = var('assay_permuted_rows', 3000) -%}
{%- set conditions = {
    'permutation': 'receivers.place = donors.donor_place',
    'interaction': 'receivers.place <= {0} and donors.place <= {0}'.format(
        var('assay_interaction_rows', 40)
    ),
} -%}
{%- set limits = {
    'permutation': var('assay_permuted_columns', 15), 'effect': var('assay_effect_columns', 8),
    'interaction': var('assay_interaction_columns', 5),
} -%}
with

columns as (
    select * from {{ ref('assay_evaluation__column_importances') }}
),

examples as (
    select * from {{ ref('assay_features__examples') }}
    where split in ('train', 'test') and label is not null
),

-- In the order of a hash any first rows are a sample.
placed as (
    select
        *,
        row_number() over (
            partition by use_case, split
            order by
                {{ assay.hash_integer("concat_ws('|', entity_id, 'receivers')") }}, example_number
        ) as place
    from examples
),

receivers as (
    select
        *,
        row_number() over (
            partition by use_case
            order by {{ assay.hash_integer("concat_ws('|', entity_id, 'donors')") }}, example_number
        ) as donor_place
    from placed
    where split = 'test' and place <= {{ sample }}
),

learnt_values as (
    select
        columns.use_case,
        columns.importance_rank,
        placed.example_number,
        {{ assay.array_part('placed.features', 'columns.first_position', 'columns.last_position') }}
            as column_values
    from placed
    inner join columns on placed.use_case = columns.use_case
    where
        placed.split = 'train'
        and placed.place <= {{ sample }}
        and columns.importance_rank <= {{ limits.effect }}
),

ranked_values as (
    select
        *,
        row_number() over (
            partition by use_case, importance_rank order by column_values, example_number
        ) as value_rank,
        cast(count(*) over (partition by use_case, importance_rank) as double) as n
    from learnt_values
    where {{ assay.array_value('column_values', 1) }} is not null
),

-- The training rows at evenly spread quantiles, one for each value.
grid as (
    select
        use_case,
        importance_rank,
        min(example_number) as example_number
    from ranked_values
    where
        floor((value_rank - 1) * {{ points }} / n + cast(0.5 as double))
        < floor(value_rank * {{ points }} / n + cast(0.5 as double))
    group by use_case, importance_rank, column_values
),

column_sets as (
    {%- for purpose, limit in limits.items() %}
    select
        first_columns.use_case,
        '{{ purpose }}' as purpose,
        first_columns.source_column as first_column,
        second_columns.source_column as second_column,
        first_columns.importance_rank,
        first_columns.first_position,
        first_columns.last_position,
        second_columns.first_position as second_first_position,
        second_columns.last_position as second_last_position
    from columns as first_columns
    inner join columns as second_columns
        on
            first_columns.use_case = second_columns.use_case
            and first_columns.importance_rank
            {{ '<=' if purpose == 'interaction' else '=' }} second_columns.importance_rank
    where second_columns.importance_rank <= {{ limit }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

partners as (
    {%- for purpose, condition in conditions.items() %}
    select
        '{{ purpose }}' as purpose,
        receivers.use_case,
        cast(null as integer) as importance_rank,
        receivers.example_number as receiver,
        donors.example_number as donor
    from receivers
    inner join receivers as donors on receivers.use_case = donors.use_case
    where {{ condition }}
    union all
    {%- endfor %}
    select
        'effect' as purpose,
        receivers.use_case,
        grid.importance_rank,
        receivers.example_number as receiver,
        grid.example_number as donor
    from receivers
    inner join grid on receivers.use_case = grid.use_case
    where receivers.place <= {{ var('assay_effect_rows', 200) }}
),

exchanges as (
    select
        column_sets.use_case,
        column_sets.purpose,
        column_sets.first_column,
        column_sets.second_column,
        partners.receiver,
        partners.donor,
        column_sets.first_position,
        column_sets.last_position,
        column_sets.second_first_position,
        column_sets.second_last_position
    from column_sets
    inner join partners using (use_case, purpose)
    where coalesce(partners.importance_rank = column_sets.importance_rank, true)
)

select * from exchanges
