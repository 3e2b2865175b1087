{% macro _select_scored_moves(starts) %}
{#- The moves from `starts` (a CTE, see _select_moves) with what the champion says after them, and whether that turns
    its decision. `starts` says what it decided before (decision). It reads the CTEs of _predict_champions,
    `changeable_columns` and `champions`. -#}
with

moves as (
    {{ assay._select_moves(starts) }}
),

moved as (
    select
        use_case,
        move_number as example_number,
        features
    from moves
),

predicted as (
    {{ assay._predict_champions('moved') }}
)

select
    moves.use_case,
    moves.start_number,
    moves.source_column,
    moves.present_value,
    moves.value,
    moves.amount,
    predicted.raw_score,
    predicted.prediction as probability,
    (predicted.prediction >= champions.threshold) <> starts.decision as is_turned,
    case when starts.decision then -1 else 1 end * (predicted.raw_score - starts.raw_score) as progress
from moves
inner join predicted
    on moves.use_case = predicted.use_case and moves.move_number = predicted.example_number
inner join {{ starts }} as starts
    on moves.use_case = starts.use_case and moves.start_number = starts.start_number
inner join champions on moves.use_case = champions.use_case
{% endmacro %}
