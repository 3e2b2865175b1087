{% macro distance(vector1, vector2, type='euclidean') %}
    {#- The distance between two arrays of numbers of one length, as an expression: euclidean, manhattan or cosine (1
        minus the cosine of the angle between them; NULL where one has no length). -#}
    {%- set vectors = [] -%}
    {%- for vector in [vector1, vector2] -%}
        {%- do vectors.append('cast(' ~ vector ~ ' as ' ~ assay.array_type('double') ~ ')') -%}
    {%- endfor -%}
    {%- set kind = type | lower -%}
    {%- if kind == 'euclidean' -%}
        {{ return('sqrt(' ~ assay.difference_sum(vectors[0], vectors[1], 2) ~ ')') }}
    {%- elif kind == 'manhattan' -%}
        {{ return(assay.difference_sum(vectors[0], vectors[1], 1)) }}
    {%- elif kind == 'cosine' -%}
        {{ return(
            '(1 - ' ~ assay.dot_product(vectors[0], vectors[1]) ~ ' / nullif(sqrt('
            ~ assay.dot_product(vectors[0], vectors[0]) ~ ') * sqrt(' ~ assay.dot_product(vectors[1], vectors[1]) ~ '), 0))'
        ) }}
    {%- endif -%}
    {%- set kinds = ['euclidean', 'manhattan', 'cosine'] -%}
    {{ exceptions.raise_compiler_error(
        "assay.distance: '" ~ type ~ "' is none of " ~ kinds | join(', ') ~ assay._did_you_mean(kind, kinds)
    ) }}
{% endmacro %}
