{% macro _unblurred(low, high) %}
    {#- Centre and scale, as SQL over the lowest and highest value, that take numbers which a float would blur to
        -1..1; 0 and 1 for all others. -#}
    {%- set is_blurred = (
        '(greatest(abs(' ~ low ~ '), abs(' ~ high ~ ')) >= 16777216 or (' ~ high ~ ' - ' ~ low
        ~ ') * 1024 < greatest(abs(' ~ low ~ '), abs(' ~ high ~ ')))'
    ) -%}
    {{ return({
        'centre': 'case when ' ~ is_blurred ~ ' then ' ~ low ~ ' + (' ~ high ~ ' - ' ~ low
            ~ ') / 2 else cast(0 as double) end',
        'scale': 'case when ' ~ is_blurred ~ ' and ' ~ high ~ ' > ' ~ low ~ ' then (' ~ high ~ ' - ' ~ low
            ~ ') / 2 else cast(1 as double) end',
    }) }}
{% endmacro %}
