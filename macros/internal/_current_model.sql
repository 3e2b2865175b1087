{% macro _current_model(model) %}
    {#- The present version of a model, trained on every training row, as a query in brackets: a row per output.
        `model` is the relation of an ml_model or assay.champion('<use case>'). -#}
    {%- if model.use_case is not defined -%}
        {{ return('(select * from ' ~ model ~ ' where is_current and fold = 0)') }}
    {%- elif not execute -%}
        {{ return('(select * from ' ~ model.built ~ ')') }}
    {%- endif -%}
    {%- set types = {'binary': 'integer', 'regression': 'double'} -%}
    {%- set task = assay.use_cases()[model.use_case].task -%}
    {%- set query -%}
        (
            select
                models.*,
                'label' as label_column,
                '{{ types.get(task, 'string') }}' as label_type,
                {{ assay._text_array(['0', '1'] if task == 'binary' else []) }} as label_classes,
                champions.threshold
            from {{ assay._relation_of('assay_training__models') }} as models
            inner join {{ assay._relation_of('assay_evaluation__champions') }} as champions
                on models.use_case = champions.use_case and models.model_version = champions.model_version
            where models.fold = 0 and models.use_case = {{ dbt.string_literal(model.use_case) }}
        )
    {%- endset -%}
    {{ return(query) }}
{% endmacro %}
