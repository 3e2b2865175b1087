with

use_cases as (
    select * from {{ ref('assay_inputs__use_cases') }}
),

obligations as (
    select * from {{ ref('assay_inputs__obligations') }}
),

conditions as (
    select * from {{ ref('assay_inputs__obligation_conditions') }}
),

attributes as (
    select * from {{ ref('assay_inputs__attributes') }}
),

latest_days as (
    {{ assay._select_latest_days(ref('assay_inputs__decisions')) }}
),

-- Values of one attribute are alternatives.
cells as (
    select
        conditions.use_case,
        conditions.obligation,
        conditions.attribute,
        max(case when attributes.value is null then 1 else 0 end) as is_unknown,
        max(case when conditions.value = attributes.value then 1 else 0 end) as is_fulfilled
    from conditions
    left join attributes
        on
            conditions.use_case = attributes.use_case
            and conditions.attribute = attributes.attribute
    group by conditions.use_case, conditions.obligation, conditions.attribute
),

-- All attributes have to fit; one that does not decides, whatever is unknown.
decided as (
    select
        use_case,
        obligation,
        {{ assay.ordered_text('case when is_unknown = 1 then attribute end', 'attribute', ', ') }}
            as unknown_attributes,
        case
            when min(is_fulfilled + is_unknown) = 0 then false
            when max(is_unknown) = 0 then true
        end as holds
    from cells
    group by use_case, obligation
),

judged as (
    select
        use_cases.use_case,
        coalesce(obligations.obligation, 'none declared') as obligation,
        obligations.jurisdiction,
        obligations.requirement,
        obligations.status as declared_status,
        obligations.evidence,
        obligations.owner,
        obligations.source as legal_text,
        coalesce(decided.holds, obligations.is_applicable) as is_applicable,
        obligations.due_date,
        latest_days.as_of_date,
        case
            when obligations.obligation is null then 'no obligation is declared'
            when decided.holds <> obligations.is_applicable
                then 'the judgement and the conditions disagree'
            when decided.holds is null and decided.unknown_attributes is not null
                then concat('unknown: ', decided.unknown_attributes)
            when decided.holds is null and obligations.is_applicable is null
                then 'nobody has judged whether it applies, and no conditions are declared'
        end as doubt
    from use_cases
    left join obligations on use_cases.use_case = obligations.use_case
    left join decided
        on
            obligations.use_case = decided.use_case
            and obligations.obligation = decided.obligation
    left join latest_days on use_cases.use_case = latest_days.use_case
),

explained as (
    select
        *,
        coalesce(
            doubt,
            case
                when not is_applicable then null
                when declared_status = 'met' and evidence is null
                    then 'it is said to be met, without evidence'
                when declared_status in ('met', 'open') then null
                when declared_status = 'not_applicable'
                    then 'it is said not to apply, and it does'
                else 'nobody has said whether it is met'
            end
        ) as reason
    from judged
),

published as (
    select
        use_case,
        obligation,
        jurisdiction,
        requirement,
        case
            when reason is not null then 'review_needed'
            when not is_applicable then 'not_applicable'
            else declared_status
        end as status,
        evidence,
        owner,
        legal_text,
        case when obligation = 'none declared' then 'not_declared' else 'ok' end
            as evidence_status,
        reason,
        'A list to work through with counsel; not legal advice.' as disclaimer,
        case when doubt is null then is_applicable end as is_applicable,
        coalesce(
            reason is null and is_applicable and declared_status = 'open' and due_date < as_of_date,
            false
        ) as is_overdue,
        due_date,
        as_of_date
    from explained
)

select * from published
