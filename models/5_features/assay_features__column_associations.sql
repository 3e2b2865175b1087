with

splits as (
    select
        *,
        {{ assay.uniform('entity_id', 'leak') }} as draw,
        count(*) over (partition by use_case, split) as training_rows
    from {{ ref('assay_features__splits') }}
),

quantity_values as (
    {{ assay.select_training_values(
        ['numeric', 'boolean', 'time', 'date'], is_sample=true, label_kinds=['quantity']
    ) }}
),

class_values as (
    {{ assay.select_training_values(
        ['numeric', 'boolean', 'time', 'date'], is_sample=true, label_kinds=['class']
    ) }}
),

class_levels as (
    {{ assay.select_training_values(['text'], is_sample=true, label_kinds=['class']) }}
),

-- Rows below less rows above: a rank that is whole, shared by ties, and 0 on average.
quantity_ranks as (
    select
        use_case,
        ordinal,
        {%- for name in ['value', 'label'] %}
        rank() over (partition by use_case, ordinal order by {{ name }})
        - rank() over (partition by use_case, ordinal order by {{ name }} desc) as {{ name }}_rank
        {{- ',' if not loop.last }}
        {%- endfor %}
    from quantity_values
    where value is not null
),

rank_sums as (
    select
        use_case,
        ordinal,
        cast(sum(value_rank * label_rank) as double) as products,
        cast(sum(value_rank * value_rank) as double) as value_squares,
        cast(sum(label_rank * label_rank) as double) as label_squares
    from quantity_ranks
    group by use_case, ordinal
),

-- Ten neighbours by value make a group, and a text's level one. Rows without a value are a group
-- of their own.
class_groups as (
    select
        use_case,
        ordinal,
        label,
        cast(
            case
                when value is not null
                    then floor(
                        (rank() over (partition by use_case, ordinal order by value) - 1)
                        / cast(10 as double)
                    )
            end as string
        ) as neighbours
    from class_values
    union all
    select
        use_case,
        ordinal,
        label,
        value as neighbours
    from class_levels
),

group_counts as (
    select
        use_case,
        ordinal,
        neighbours,
        label,
        count(*) as row_count
    from class_groups
    group by use_case, ordinal, neighbours, label
),

class_counts as (
    select
        *,
        sum(row_count) over (partition by use_case, ordinal, neighbours) as group_rows,
        sum(row_count) over (partition by use_case, ordinal, label) as class_rows,
        sum(row_count) over (partition by use_case, ordinal) as all_rows
    from group_counts
),

-- How many rows would be guessed right by drawing a class as often as the group has it, or all
-- rows have it.
guesses as (
    select
        use_case,
        ordinal,
        all_rows,
        {{ assay.exact_sum('row_count * row_count / cast(group_rows as double)') }} as by_group,
        cast(sum(row_count * class_rows) as double) / all_rows as by_all
    from class_counts
    group by use_case, ordinal, all_rows
),

column_associations as (
    select
        use_case,
        ordinal,
        'rank_correlation' as measure,
        abs(products) / nullif(sqrt(value_squares) * sqrt(label_squares), 0) as association
    from rank_sums
    union all
    select
        use_case,
        ordinal,
        'goodman_kruskal_tau' as measure,
        (by_group - by_all) / nullif(all_rows - by_all, 0) as association
    from guesses
)

select * from column_associations
