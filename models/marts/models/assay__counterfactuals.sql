{%- set columns = [
    'first_column', 'second_column', 'first_present_value', 'first_value', 'second_present_value',
    'second_value', 'amount',
] -%}
{%- set changes = [] -%}
{%- for place in ['first', 'second'] -%}
    {%- do changes.append(
        'changes.' ~ place ~ "_column || ' ' || cast(round(changes." ~ place ~ '_value, 4) as string)'
        ~ " || ' in place of ' || cast(round(changes." ~ place ~ '_present_value, 4) as string)'
    ) -%}
{%- endfor -%}
with

decisions as (
    select * from {{ ref('assay_evaluation__turnable_decisions') }}
),

changeable_columns as (
    select * from {{ ref('assay_evaluation__changeable_columns') }}
),

changes as (
    select
        use_case,
        example_number,
        source_column as first_column,
        null as second_column,
        present_value as first_present_value,
        value as first_value,
        null as second_present_value,
        null as second_value,
        amount,
        raw_score,
        probability
    from {{ ref('assay_evaluation__single_changes') }}
    where is_turned
    union all
    select
        use_case,
        example_number,
        {{ columns | join(',\n        ') }},
        raw_score,
        probability
    from {{ ref('assay_evaluation__paired_changes') }}
    where is_turned
),

-- The cheapest; of equals the one that moves the score least.
ranked as (
    select
        changes.*,
        row_number() over (
            partition by changes.use_case, changes.example_number
            order by
                changes.amount asc,
                abs(changes.raw_score - decisions.raw_score) asc,
                changes.first_column asc,
                changes.second_column asc nulls first,
                changes.first_value asc,
                changes.second_value asc
        ) as place
    from changes
    inner join decisions
        on
            changes.use_case = decisions.use_case
            and changes.example_number = decisions.example_number
),

reasoned as (
    select
        *,
        {{ assay._unchangeable_reason() }} as why
    from changeable_columns
),

unusable as (
    select
        use_case,
        count(case when evidence_status = 'ok' then 1 end) as usable_count,
        {{ assay.ordered_text(
            "case when why is not null then concat(source_column, ' (', why, ')') end",
            'source_column',
            '; '
        ) }} as unusable_columns
    from reasoned
    group by use_case
),

described as (
    select
        decisions.*,
        {%- for column in columns %}
        changes.{{ column }},
        {%- endfor %}
        changes.raw_score as changed_raw_score,
        changes.probability as changed_probability,
        unusable.usable_count,
        nullif(unusable.unusable_columns, '') as unusable_columns,
        {{ changes[0] }}
        || coalesce(' and ' || {{ changes[1] }}, '') as change
    from decisions
    inner join unusable on decisions.use_case = unusable.use_case
    left join ranked as changes
        on
            decisions.use_case = changes.use_case
            and decisions.example_number = changes.example_number
            and changes.place = 1
),

counterfactuals as (
    select
        use_case,
        model_version,
        entity_id,
        split,
        first_column,
        second_column,
        case
            when first_column is not null then 'ok'
            when usable_count = 0 then 'not_changeable'
            else 'not_turned'
        end as evidence_status,
        case
            when usable_count = 0
                then concat('None of the columns can be changed: ', unusable_columns, '.')
            when first_column is null
                then concat(
                    'No allowed change of one or two columns turns the decision',
                    coalesce('; left out: ' || unusable_columns, ''), '.'
                )
        end as reason,
        'With ' || change || ', for ' || cast(cast(amount as decimal(18, 2)) as string)
        || case when decision then ', the model would not act' else ', the model would act' end
        || ': probability ' || cast(cast(changed_probability as decimal(18, 2)) as string)
        || ' instead of ' || cast(cast(probability as decimal(18, 2)) as string) || '.' as sentence,
        first_present_value,
        first_value,
        second_present_value,
        second_value,
        amount,
        probability,
        changed_probability,
        raw_score,
        changed_raw_score,
        decision,
        decided_at
    from described
)

select * from counterfactuals
