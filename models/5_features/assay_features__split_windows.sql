with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

decisions as (
    select * from {{ ref('assay_inputs__decisions') }}
),

labelled as (
    select
        decisions.use_case,
        decisions.decided_at,
        use_cases.valid_rate,
        use_cases.test_rate
    from decisions
    inner join use_cases
        on decisions.use_case = use_cases.use_case
    where
        use_cases.split_method = 'time'
        and (decisions.label is not null or use_cases.label_kind = 'none')
        and decisions.decided_at <= coalesce(use_cases.split_as_of, decisions.decided_at)
        and coalesce(decisions.label_known_at, decisions.decided_at)
        <= coalesce(use_cases.split_as_of, decisions.label_known_at, decisions.decided_at)
),

instants as (
    select
        use_case,
        decided_at,
        valid_rate,
        test_rate,
        count(*) as row_count
    from labelled
    group by use_case, decided_at, valid_rate, test_rate
),

counted as (
    select
        *,
        sum(row_count) over (partition by use_case order by decided_at desc) as rows_from_here,
        sum(row_count) over (partition by use_case) as labelled_rows
    from instants
),

windows as (
    select
        use_case,
        cast(max(labelled_rows) as bigint) as labelled_rows,
        max(decided_at) filter (where rows_from_here >= (valid_rate + test_rate) * labelled_rows)
            as valid_from,
        max(decided_at) filter (where rows_from_here >= test_rate * labelled_rows) as test_from
    from counted
    group by use_case
)

select * from windows
