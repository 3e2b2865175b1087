{% macro ngrams(items, sizes, separator=' ') %}
    {#- Runs of neighbouring items of a text array, joined by `separator`: all of `sizes[0]` items in their order,
        then the longer ones up to `sizes[1]`. As BigQuery's ML.NGRAMS. -#}
    {{ return(adapter.dispatch('ngrams', 'assay')(items, sizes, separator)) }}
{% endmacro %}

{% macro default__ngrams(items, sizes, separator) -%}
    flatten(transform(
        sequence({{ sizes[0] }}, {{ sizes[1] }}),
        size -> filter(
            transform({{ items }}, (item, place) -> case
                when place + size <= size({{ items }})
                    then array_join(slice({{ items }}, place + 1, size), '{{ separator }}')
            end),
            run -> run is not null
        )
    ))
{%- endmacro %}

{% macro duckdb__ngrams(items, sizes, separator) -%}
    {%- if sizes[0] == 1 and sizes[1] == 1 -%}
    {{ items }}
    {%- else -%}
    flatten([
        [
            array_to_string(({{ items }})[place:place + size - 1], '{{ separator }}')
            for place in range(1, len({{ items }}) - size + 2)
        ]
        for size in range({{ sizes[0] }}, {{ sizes[1] }} + 1)
    ])
    {%- endif -%}
{%- endmacro %}
