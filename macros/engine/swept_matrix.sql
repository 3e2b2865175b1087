{% macro swept_matrix(matrix, size, count) %}
    {#- A symmetric matrix (an array of size * size doubles, row by row) after the sweep operator at its first `count`
        positions, and one more value: the smallest share of its diagonal value that a position had left when its
        turn came (0 where a column is a combination of those before it). With the last row and column for a label,
        the rest of the last row are least squares coefficients, the corner is the residual sum of squares, and the
        upper left block is minus the inverse. -#}
    {{ return(adapter.dispatch('swept_matrix', 'assay')(matrix, size, count)) }}
{% endmacro %}

{% macro default__swept_matrix(matrix, size, count) -%}
    aggregate(
        sequence(1, {{ count }}),
        concat({{ matrix }}, array(cast(1 as double))),
        (held, turn) -> transform(
            sequence(0, {{ size * size }}),
            place -> case
                when place = {{ size * size }}
                    then least(
                        get(held, place),
                        coalesce(
                            get(held, (turn - 1) * {{ size + 1 }}) / nullif(get({{ matrix }}, (turn - 1) * {{ size + 1 }}), 0),
                            cast(0 as double)
                        )
                    )
                when place = (turn - 1) * {{ size + 1 }} then -1 / get(held, place)
                when place div {{ size }} = turn - 1 or place % {{ size }} = turn - 1
                    then get(held, place) / get(held, (turn - 1) * {{ size + 1 }})
                else get(held, place)
                    - get(held, (place div {{ size }}) * {{ size }} + turn - 1)
                    * get(held, (turn - 1) * {{ size }} + place % {{ size }})
                    / get(held, (turn - 1) * {{ size + 1 }})
            end
        )
    )
{%- endmacro %}

{% macro duckdb__swept_matrix(matrix, size, count) -%}
    list_reduce(
        [[cast(turn as double)] for turn in range({{ count }})],
        lambda held, turn: [
            case
                when place = {{ size * size }}
                    then least(
                        held[place + 1],
                        coalesce(
                            held[cast(turn[1] * {{ size + 1 }} + 1 as integer)]
                            / nullif(({{ matrix }})[cast(turn[1] * {{ size + 1 }} + 1 as integer)], 0),
                            cast(0 as double)
                        )
                    )
                when place = turn[1] * {{ size + 1 }} then -1 / held[place + 1]
                when place // {{ size }} = turn[1] or place % {{ size }} = turn[1]
                    then held[place + 1] / held[cast(turn[1] * {{ size + 1 }} + 1 as integer)]
                else held[place + 1]
                    - held[cast((place // {{ size }}) * {{ size }} + turn[1] + 1 as integer)]
                    * held[cast(turn[1] * {{ size }} + place % {{ size }} + 1 as integer)]
                    / held[cast(turn[1] * {{ size + 1 }} + 1 as integer)]
            end
            for place in range({{ size * size + 1 }})
        ],
        list_append({{ matrix }}, cast(1 as double))
    )
{%- endmacro %}
