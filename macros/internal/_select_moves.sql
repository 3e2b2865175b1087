{% macro _select_moves(starts) %}
{#- One row per row of `starts` (use_case, start_number, taken_column, raw_score, raw_goal, features, start_amount; a
    CTE) and value that one changeable column can be given: value, change, amount, and `features` with the change. It
    reads the CTE `changeable_columns`. The champion notices a change where the feature passes a border of its
    trees, or, if it is linear or quadratic, continuously: then goals are the features at which the raw score is
    right, bend * d * d + slope * d = what it lacks, one of a line and up to two of a parabola, or where none is, its
    summit. A goal is passed by a hair, 2^-22 of its size, which a float can tell. What a column may not reach ends at
    its bound. -#}
{%- set hair = '(abs(goal) * power(cast(2 as double), -22) + power(cast(2 as double), -100))' -%}
with

features_read as (
    select
        starts.use_case,
        starts.start_number,
        starts.start_amount,
        starts.features,
        columns.source_column,
        columns.direction,
        columns.position,
        columns.low,
        columns.high,
        columns.step,
        columns.amount_per_unit,
        columns.centre,
        columns.scale,
        columns.goals,
        cast({{ assay.array_value('starts.features', 'columns.position') }} as double) as feature,
        starts.raw_goal - starts.raw_score as gap,
        columns.bend,
        columns.slope
        + 2 * columns.bend
        * ({{ assay.array_value('starts.features', 'columns.position') }} - columns.feature_mean) as slope
    from {{ starts }} as starts
    inner join changeable_columns as columns on starts.use_case = columns.use_case
    where
        columns.evidence_status = 'ok'
        and coalesce(starts.taken_column <> columns.source_column, true)
),

rooted as (
    select
        *,
        slope * slope + 4 * bend * gap as discriminant
    from features_read
),

goals as (
    select rooted.*, {{ assay.exploded_arrays({'goal': 'goals'}, 'goal_number') }}
    from rooted
    {%- for sign in ['+', '-'] %}
    union all
    select
        rooted.*,
        0 as goal_number,
        feature + 2 * gap / nullif(slope {{ sign }} sqrt(discriminant), 0) as goal
    from rooted
    where discriminant >= 0
    {%- endfor %}
    union all
    select rooted.*, 0 as goal_number, feature - slope / (2 * bend) as goal
    from rooted
    where discriminant < 0
),

directed as (
    select
        *,
        centre + scale * feature as present_value,
        case when goal >= feature then 1 else -1 end as sign,
        abs(scale * (goal + case when goal >= feature then 1 else -1 end * {{ hair }} - feature)) as wanted,
        case
            when goal >= feature and direction in ('any', 'up') then high - (centre + scale * feature)
            when goal < feature and direction in ('any', 'down') then centre + scale * feature - low
        end as room
    from goals
),

stepped as (
    select
        *,
        case
            when step is null then least(wanted, room)
            else
                step * least(
                    ceil(wanted / step - cast(1e-9 as double)), floor(room / step + cast(1e-9 as double))
                )
        end as change
    from directed
    where room > 0
),

moved as (
    select distinct
        use_case,
        start_number,
        start_amount,
        source_column,
        position,
        centre,
        scale,
        present_value,
        present_value + sign * change as value,
        amount_per_unit * change as amount
    from stepped
    where change > 0
),

numbered as (
    select
        *,
        row_number() over (order by use_case, start_number, source_column, value) as move_number
    from moved
)

select
    numbered.use_case,
    numbered.start_number,
    numbered.move_number,
    numbered.source_column,
    numbered.present_value,
    numbered.value,
    numbered.start_amount + numbered.amount as amount,
    {{ assay.array_replaced(
        'starts.features',
        'numbered.position',
        'cast((numbered.value - numbered.centre) / numbered.scale as float)'
    ) }} as features
from numbered
inner join {{ starts }} as starts
    on numbered.use_case = starts.use_case and numbered.start_number = starts.start_number
{% endmacro %}
